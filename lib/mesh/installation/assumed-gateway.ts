import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { type Manifest, sourceOfObject } from '../../manifest/manifest';

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
    spec: {
      selector: { istio: labels.istio },
      ports: ports.map(([name, port, targetPort]) => ({ name, port, targetPort, protocol: 'TCP' })),
    },
  };
  return [pod, service].map((object) => ({ object, source }));
}
