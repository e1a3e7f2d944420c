import { k8s } from 'cdk8s-plus-27';
import type { Resources } from '../workload/resources';

/** The proxy's own ports. Source: Istio "Application Requirements". @internal */
export const proxyPorts = { agent: 15020, status: 15021, metrics: 15090 } as const;

const usual: Resources = {
  requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
  limits: { cpu: '2', memory: '1Gi', 'ephemeral-storage': '512Mi' },
};

/** `auto` stands for the proxy's image: injection puts the one of the mesh's own version there. */
export function proxyContainer(listening: readonly number[], resources: Resources = usual) {
  const quantities = (given: object) =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, k8s.Quantity.fromString(value)]));
  return {
    name: 'istio-proxy',
    image: 'auto',
    ports: [
      ...listening.map((containerPort) => ({ containerPort, protocol: 'TCP' })),
      { name: 'http-envoy-prom', containerPort: proxyPorts.metrics, protocol: 'TCP' },
    ],
    resources: { requests: quantities(resources.requests), limits: quantities(resources.limits) },
    readinessProbe: { httpGet: { path: '/healthz/ready', port: k8s.IntOrString.fromNumber(proxyPorts.status) }, periodSeconds: 5 },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    },
  };
}
