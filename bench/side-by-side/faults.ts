import type { KubernetesObject } from '../../lib/istio/objects';

/** What is wrong in the file that every checker is given: a route to a Service that is nowhere, and a number that is a string. */
export const faults: readonly KubernetesObject[] = [
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'fault-route', namespace: 'bench' },
    spec: { hosts: ['fault.example.com'], http: [{ route: [{ destination: { host: 'absent.bench.svc.cluster.local' } }] }] },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'fault-port', namespace: 'bench' }, spec: { ports: [{ port: 'eighty' }] } },
];

/** Which of them a report names. */
export function faultsFound(report: string): string {
  const found = [
    [/absent\.bench/, 'the unknown destination'],
    [/fault-port/, 'the port that is no number'],
  ] as const;
  return found.flatMap(([pattern, what]) => (pattern.test(report) ? [what] : [])).join(', ') || 'neither';
}
