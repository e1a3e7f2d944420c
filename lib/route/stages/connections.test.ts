import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../../mesh/objects.test.helper';
import type { TraceStep } from '../answer/trace';
import { request } from '../request/request';
import { routerOf } from '../router-of';

const namespace = (name: string, labels: Readonly<Record<string, string>>) => object('Namespace', name, { labels });
const homes = ['side', 'amb', 'bare'] as const;
const service = (name: string, spec: object = {}) =>
  object('Service', name, {
    spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }], ...spec },
  });

/** One caller and one server in a namespace with sidecars, in one of the ambient mesh, and in one without either. */
const world: readonly KubernetesObject[] = [
  namespace('side', { 'istio-injection': 'enabled' }),
  namespace('amb', { 'istio.io/dataplane-mode': 'ambient' }),
  namespace('bare', {}),
  ...homes.flatMap((home) => [
    service(`${home}/web`),
    deployment(`${home}/web`, { app: 'web' }, { pod: { containers: [{ name: 'a', image: 'a' }] } }),
    deployment(`${home}/caller`, { app: 'caller' }, { pod: { containers: [{ name: 'a', image: 'a' }] } }),
  ]),
];

/** How each caller reaches each server: what is spoken, and the status where it is not 200. */
function connections(objects: readonly KubernetesObject[], { from = homes as readonly string[], scheme = 'http', port = 80 } = {}): string {
  const mesh = meshOf([...world, ...objects], { complete: true });
  const callers = mesh.workloads.all.filter(({ name, namespace: home }) => name === 'caller' && from.includes(home));
  const lines = callers.map((caller) => {
    const cells = homes.map((home) => {
      const steps: TraceStep[] = [];
      const { status, reason, undecided } = routerOf(mesh, caller).route(request(`${scheme}://web.${home}:${port}/`), steps);
      const spoken = steps.flatMap((step) => (step.step === 'connection' ? [step.transport] : [])).join('+');
      const more = [status === 200 ? '' : `${status} ${reason}`, ...undecided].filter(Boolean);
      return `${home}: ${[spoken || 'none', ...more].join(', ')}`;
    });
    return `${caller.namespace} to ${cells.join(' | ')}`;
  });
  return lines.join('\n');
}

const peer = (name: string, mode: string, more: object = {}) => object('PeerAuthentication', name, { spec: { mtls: { mode }, ...more } });
const rules = (trafficPolicy: object, subsets?: readonly object[]) =>
  homes.map((home) =>
    object('DestinationRule', `${home}/rule`, { spec: { host: `web.${home}.svc.cluster.local`, trafficPolicy, subsets } }),
  );
const tls = (mode: string) => ({ tls: { mode } });
const config = (mesh: string) => object('ConfigMap', 'istio-system/istio', { data: { mesh } });

describe.each(['', 'STRICT', 'PERMISSIVE', 'DISABLE'])('PeerAuthentication %s', (mode) => {
  const ofMesh = mode === '' ? [] : [peer('istio-system/all', mode)];

  test.each(['', 'DISABLE', 'ISTIO_MUTUAL', 'SIMPLE', 'MUTUAL'])('DestinationRule %s', (ofRule) => {
    expect(connections([...ofMesh, ...(ofRule === '' ? [] : rules(tls(ofRule)))])).toMatchSnapshot();
  });
});

type Case = readonly [name: string, objects: readonly KubernetesObject[], options?: Parameters<typeof connections>[1]];

const cases: readonly Case[] = [
  [
    'mutual TLS is turned off for the pods of a namespace',
    homes.map((home) => peer(`${home}/p`, 'DISABLE', { selector: { matchLabels: { app: 'web' } } })),
  ],
  [
    'mutual TLS is turned off for a port',
    homes.map((home) =>
      peer(`${home}/p`, 'STRICT', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }),
    ),
  ],
  [
    'mutual TLS is turned off for another port',
    homes.map((home) =>
      peer(`${home}/p`, 'STRICT', { selector: { matchLabels: { app: 'web' } }, portLevelMtls: { 80: { mode: 'DISABLE' } } }),
    ),
  ],
  ['proxies do not encrypt by themselves', [config('enableAutoMtls: false')]],
  ['proxies do not encrypt by themselves, a rule has them', [config('enableAutoMtls: false'), ...rules(tls('ISTIO_MUTUAL'))]],
  [
    'settings of the port without a mode',
    rules({ ...tls('ISTIO_MUTUAL'), portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: 'RANDOM' } }] }),
  ],
  ['settings of the port with a mode', rules({ ...tls('SIMPLE'), portLevelSettings: [{ port: { number: 80 }, ...tls('DISABLE') }] })],
  [
    'settings of the port without a mode, the rule turns it off',
    rules({ ...tls('DISABLE'), portLevelSettings: [{ port: { number: 80 }, loadBalancer: { simple: 'RANDOM' } }] }),
  ],
  ['sidecars take the connections of the ambient mesh', [config('defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: "true" } }')]],
  ['sidecars do not take them', [config('defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: "false" } }')]],
  [
    'pods say that they take them',
    homes.map((home) =>
      deployment(`${home}/web`, { app: 'web', 'networking.istio.io/tunnel': 'http' }, { pod: { containers: [{ name: 'a', image: 'a' }] } }),
    ),
  ],
  ['Services without an address', homes.map((home) => service(`${home}/web`, { clusterIP: 'None' }))],
  [
    'Services without an address, of pods of which one has no proxy',
    homes.flatMap((home) => [
      service(`${home}/web`, { clusterIP: 'None' }),
      deployment(`${home}/other`, { app: 'web', 'sidecar.istio.io/inject': 'false' }),
    ]),
  ],
  ['TCP', homes.map((home) => service(`${home}/web`, { ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] }))],
  ['a port that is sniffed', homes.map((home) => service(`${home}/web`, { ports: [{ port: 80, targetPort: 8080 }] }))],
  ['HTTP to a port of TLS', homes.map((home) => service(`${home}/web`, { ports: [{ name: 'https', port: 80, targetPort: 8080 }] }))],
  ['TLS to a port of HTTP', [], { scheme: 'https', port: 80 }],
  [
    'TLS to a port of TLS',
    homes.map((home) => service(`${home}/web`, { ports: [{ name: 'https', port: 80, targetPort: 8080 }] })),
    { scheme: 'https', port: 80 },
  ],
  [
    'TLS to a port of TCP',
    homes.map((home) => service(`${home}/web`, { ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] })),
    { scheme: 'https', port: 80 },
  ],
  ['a port that is not there', [], { port: 81 }],
  ['no pods', homes.map((home) => deployment(`${home}/web`, { app: 'none' }))],
  [
    'two versions of which one has no proxy',
    homes.map((home) => deployment(`${home}/other`, { app: 'web', 'sidecar.istio.io/inject': 'false' }, { replicas: 3 })),
  ],
  [
    'two versions of which one has no proxy, STRICT',
    [
      peer('istio-system/all', 'STRICT'),
      ...homes.map((home) => deployment(`${home}/other`, { app: 'web', 'sidecar.istio.io/inject': 'false' }, { replicas: 3 })),
    ],
  ],
  [
    'another name',
    homes.map((home) => service(`${home}/web`, { type: 'ExternalName', externalName: 'a.example.com', selector: undefined })),
  ],
  [
    'a rule starts TLS to a port of TLS',
    [...homes.map((home) => service(`${home}/web`, { ports: [{ name: 'https', port: 80, targetPort: 8080 }] })), ...rules(tls('SIMPLE'))],
  ],
  [
    'a rule starts TLS in the ambient mesh, which a sidecar takes',
    [config('defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: "true" } }'), ...rules(tls('SIMPLE'))],
  ],
];

test.each(cases.map(([name, objects, options]) => [name, objects, options] as const))('%s', (_, objects, options) => {
  expect(connections(objects, options)).toMatchSnapshot();
});
