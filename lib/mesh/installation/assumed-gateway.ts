import { type Manifest, sourceOfObject } from '../../manifest/manifest';

const ports: readonly (readonly [name: string, port: number])[] = [
  ['http2', 80],
  ['https', 443],
  ['tcp', 31400],
  ['tls', 15443],
];

/**
 * The ingress gateway that an installation of Istio brings, which a set of application manifests rarely holds: a Pod
 * labelled `istio: ingressgateway` and its Service. Source: Istio `pkg/config/analysis/local/defaults.go`.
 */
export function assumedIngressGateway(serviceName: string, namespace = 'istio-system'): Manifest[] {
  const source = sourceOfObject();
  const labels = { istio: 'ingressgateway' };
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
    spec: { selector: labels, ports: ports.map(([name, port]) => ({ name, port, targetPort: port, protocol: 'TCP' })) },
  };
  return [pod, service].map((object) => ({ object, source }));
}
