import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { fits } from '../../istio/labels';
import { type Manifest, sourceOfObject } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { makesPods } from '../workloads/pod-makers';
import { workloadOf } from '../workloads/workloads';

const ports: readonly (readonly [name: string, port: number, targetPort: number])[] = [
  ['http2', 80, 8080],
  ['https', 443, 8443],
  ['tcp', 31400, 31400],
  ['tls', 15443, 15443],
];

/**
 * The ingress gateway that an installation of Istio brings, which application manifests rarely hold: a Pod and its
 * Service. Source: the chart `gateways/istio-ingress`, and the ports that Istio
 * `pkg/config/analysis/local/defaults.go` adds.
 */
export function assumedIngressGateway(serviceName: string, declared: Objects): Manifest[] {
  const namespace = defaultRootNamespace;
  const source = sourceOfObject();
  const labels = ingressGatewayLabels;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${serviceName}-assumed`, namespace, labels },
    spec: { serviceAccountName: `${serviceName}-service-account`, containers: [{ name: 'istio-proxy' }] },
  };
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName, namespace },
    spec: {
      selector: { istio: labels.istio },
      ports: ports.map(([name, port, targetPort]) => ({ name, port, targetPort, protocol: 'TCP' })),
    },
  };
  return (isDeclared(declared, namespace) ? [service] : [pod, service]).map((object) => ({ object, source }));
}

/** Are its pods among the manifests, with settings of their own? */
function isDeclared(objects: Objects, namespace: string): boolean {
  const workloads = objects.ofKindsWith(makesPods).flatMap((manifest) => workloadOf(manifest) ?? []);
  return workloads.some((workload) => workload.namespace === namespace && fits(ingressGatewayLabels, workload.labels));
}
