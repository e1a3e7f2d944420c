import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { fits } from '../../istio/labels';
import { type Manifest, sourceOfObject } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { makesPods } from '../workloads/pod-makers';
import { workloadOf } from '../workloads/workloads';
import { declaredGateways, type GatewayServicePort, type InstalledGateway } from './declared-gateways';

const defaultPorts: readonly GatewayServicePort[] = [
  { name: 'http2', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
  { name: 'tcp', port: 31400, targetPort: 31400 },
  { name: 'tls', port: 15443, targetPort: 15443 },
];

/**
 * The gateways that an installation of Istio brings, which application manifests rarely hold: a Pod and its Service each.
 * They are those that charts and an `IstioOperator` among the manifests install; where nothing of the kind is there,
 * Istio's ingress gateway. Source: the chart `gateways/istio-ingress`, and the ports that Istio
 * `pkg/config/analysis/local/defaults.go` adds.
 *
 * @param serviceName that of the default; undefined where none is to be assumed
 */
export function assumedGateways(serviceName: string | undefined, declared: Objects): Manifest[] {
  const { gateways, decidesIngress } = declaredGateways(declared);
  const byDefault = decidesIngress || serviceName === undefined ? [] : [defaultGateway(serviceName)];
  return [...byDefault, ...gateways].flatMap((gateway) => objectsOf(gateway, declared));
}

function defaultGateway(name: string): InstalledGateway {
  const serviceAccount = `${name}-service-account`;
  const { istio } = ingressGatewayLabels;
  const about = { labels: ingressGatewayLabels, selector: { istio }, type: 'LoadBalancer', serviceAccount, ports: defaultPorts };
  return { name, namespace: defaultRootNamespace, ...about };
}

function objectsOf(gateway: InstalledGateway, declared: Objects): Manifest[] {
  const { name, namespace, labels, selector, type, serviceAccount, ports } = gateway;
  const source = sourceOfObject();
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-assumed`, namespace, labels: { ...labels } },
    spec: { serviceAccountName: serviceAccount, containers: [{ name: 'istio-proxy' }] },
  };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type, selector: { ...selector }, ports: ports.map((port) => ({ ...port, protocol: 'TCP' })) },
  };
  return (isDeclared(gateway, declared) ? [service] : [pod, service]).map((object) => ({ object, source }));
}

/** Are its pods among the manifests, with settings of their own? */
function isDeclared({ namespace, labels }: InstalledGateway, objects: Objects): boolean {
  const workloads = objects.ofKindsWith(makesPods).flatMap((manifest) => workloadOf(manifest) ?? []);
  return workloads.some((workload) => workload.namespace === namespace && fits(labels, workload.labels));
}
