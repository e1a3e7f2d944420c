import type { KubernetesObject } from '../../lib/istio/objects';
import { callerPort } from './caller';
import { drainSeconds } from './synced';

/** A workload of the bench: every one answers on 8000 and 9000, and calls others. */
interface Declared {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version?: string;
  readonly serviceAccount?: string;
}

const declared: readonly Declared[] = [
  { namespace: 'demo', name: 'user-v1', app: 'user', version: 'v1' },
  { namespace: 'demo', name: 'user-v2', app: 'user', version: 'v2', serviceAccount: 'user' },
  { namespace: 'demo', name: 'product', app: 'product', version: 'v1' },
  { namespace: 'shop', name: 'user', app: 'user', version: 'v1', serviceAccount: 'user' },
  { namespace: 'bare', name: 'plain', app: 'plain', version: 'v1' },
];

/** Who calls, by `namespace/name`: three with a sidecar, and one without. */
export const callers = ['demo/user-v1', 'demo/product', 'shop/user', 'bare/plain'] as const;

const service = (namespace: string, name: string, ports: readonly object[]): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports },
});
const http = { name: 'http', port: 8000, targetPort: 8000 };
const tcp = { name: 'tcp', port: 9000, targetPort: 9000 };

/** Names that mean a Service, with its ports. */
export const services: readonly KubernetesObject[] = [
  service('demo', 'user', [http, tcp]),
  service('demo', 'product', [
    { ...http, port: 80 },
    { name: 'http-second', port: 8080, targetPort: 9000 },
  ]),
  service('shop', 'user', [http]),
  service('bare', 'plain', [http, tcp]),
];

/** Two namespaces with sidecars and one without, and the workloads in them. */
export function world(): KubernetesObject[] {
  const namespaces = ['demo', 'shop', 'bare'].map(
    (name): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: name === 'bare' ? {} : { 'istio-injection': 'enabled' } },
    }),
  );
  return [...namespaces, ...declared.flatMap(workload), ...services];
}

function workload({ namespace, name, app, version = 'v1', serviceAccount }: Declared): KubernetesObject[] {
  const labels = { app, version };
  const readinessProbe = { httpGet: { path: '/', port: 8000 } };
  const ports = [80, 8000, 8080, 9000].map((containerPort) => ({ containerPort }));
  const containers = [
    { name: 'app', image: `echo/${namespace}/${name}`, ports, readinessProbe },
    { name: 'caller', image: 'caller' },
  ];
  const annotations = {
    'traffic.sidecar.istio.io/excludeInboundPorts': String(callerPort),
    'proxy.istio.io/config': JSON.stringify({ drainDuration: `${drainSeconds}s`, proxyMetadata: { ISTIO_DELTA_XDS: 'false' } }),
  };
  const account = serviceAccount === undefined ? {} : { serviceAccountName: serviceAccount };
  const spec = { ...account, terminationGracePeriodSeconds: 1, containers };
  const deployment: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels, annotations }, spec } },
  };
  const own: KubernetesObject[] = serviceAccount
    ? [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } }]
    : [];
  return [...own, deployment];
}
