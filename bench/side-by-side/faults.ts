import type { KubernetesObject } from '../../lib/istio/objects';

const metadata = (name: string) => ({ name, namespace: 'bench' });
const apiVersion = 'networking.istio.io/v1';
const present = 'service-0.bench.svc.cluster.local';
const routeTo = (host: string) => [{ destination: { host } }];

/** What is wrong in the file that every checker is given: a route to a Service that is nowhere, a gateway that is nowhere, and a
 * number that is a string. */
export const faults: readonly KubernetesObject[] = [
  {
    apiVersion,
    kind: 'VirtualService',
    metadata: metadata('fault-route'),
    spec: { hosts: ['fault.example.com'], http: [{ route: routeTo('absent.bench.svc.cluster.local') }] },
  },
  {
    apiVersion,
    kind: 'VirtualService',
    metadata: metadata('fault-gateway'),
    spec: { hosts: ['gateway.example.com'], gateways: ['istio-system/absent-gateway'], http: [{ route: routeTo(present) }] },
  },
  {
    apiVersion,
    kind: 'VirtualService',
    metadata: metadata('fault-type'),
    spec: { hosts: ['type.example.com'], http: [{ retries: { attempts: 'two' }, route: routeTo(present) }] },
  },
];

/** The gateway that the routes of every service name. */
export const gateway: KubernetesObject = {
  apiVersion,
  kind: 'Gateway',
  metadata: { name: 'ingressgateway', namespace: 'istio-system' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
  },
};

/** Which of them a report names; istioctl passes over the last and says by which letter it stumbled. */
export function faultsFound(report: string): string {
  const found = [
    [/absent\.bench/, 'the unknown destination'],
    [/absent-gateway/, 'the unknown gateway'],
    [/fault-type|invalid character 'w'/, 'the string that should be a number'],
  ] as const;
  return found.flatMap(([pattern, what]) => (pattern.test(report) ? [what] : [])).join(', ') || 'none of them';
}
