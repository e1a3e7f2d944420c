import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { type Manifest, sourceOfObject } from '../../manifest/manifest';

const ports: readonly (readonly [name: string, port: number])[] = [
  ['http2', 80],
  ['https', 443],
  ['tcp', 31400],
  ['tls', 15443],
];

/**
 * The ingress gateway that an installation of Istio brings, which application manifests rarely hold: a Pod and its
 * Service. Source: Istio `pkg/config/analysis/local/defaults.go`.
 */
export function assumedIngressGateway(serviceName: string, namespace = defaultRootNamespace): Manifest[] {
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
    spec: { selector: { istio: labels.istio }, ports: ports.map(([name, port]) => ({ name, port, targetPort: port, protocol: 'TCP' })) },
  };
  return [pod, service].map((object) => ({ object, source }));
}
