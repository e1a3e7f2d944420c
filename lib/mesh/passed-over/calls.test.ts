import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';
import { passedOverInMesh } from './virtual-services';

const web = 'web.shop.svc.cluster.local';
const world = [
  ...['shop', 'far', 'third'].map((name) => object('Namespace', name, { labels: { 'istio-injection': 'enabled' } })),
  object('Namespace', 'amb', { labels: { 'istio.io/dataplane-mode': 'ambient' } }),
  object('Service', 'shop/web', {
    spec: {
      selector: { app: 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'tcp', port: 90 },
      ],
    },
  }),
  deployment('shop/web', { app: 'web' }),
  deployment('far/client', { app: 'client' }),
];
const rule = (name: string, spec: object = {}) => object('DestinationRule', name, { spec: { host: web, ...spec } });
const sidecar = (name: string, spec: object = {}) => object('Sidecar', name, { spec });
const routes = (name: string, spec: object) => object('VirtualService', name, { spec: { http: [{ route: [] }], ...spec } });

interface Caller {
  readonly namespace?: string;
  readonly kind?: 'sidecar' | 'ztunnel' | 'none';
  readonly port?: number;
  readonly isKnown?: boolean;
}

function setting(objects: readonly KubernetesObject[], { namespace = 'far', kind = 'sidecar', port = 80, isKnown = true }: Caller) {
  const mesh = meshOf([...world, ...objects], { complete: true });
  const service = mesh.services.named('web');
  if (!service) throw new Error('no Service');
  const client = { namespace, labels: { app: 'client' } };
  const called = service.ports.find(({ number }) => number === port);
  return { mesh, client, service, port: called, proxy: { kind, why: 'of a test' }, known: isKnown ? service : undefined };
}

/** What is passed over of a call, as `kind name [cause] message`. */
function ofCall(objects: readonly KubernetesObject[], caller: Caller): readonly string[] {
  const { mesh, ...call } = setting(objects, caller);
  return mesh.passedOver
    .ofCall(call)
    .map(({ manifest: { object: made }, cause, message }) => `${made.kind} ${made.metadata.namespace} [${cause}] ${message}`);
}

test.each<[string, readonly KubernetesObject[], Caller]>([
  ['rules of every namespace, nearest first', [rule('third/a'), rule('shop/b'), rule('far/c')], {}],
  ['a rule of the root namespace beside that of the Service', [rule('istio-system/a'), rule('shop/b')], {}],
  ['rules, by a caller without a proxy', [rule('shop/a')], { kind: 'none' }],
  ['rules, by a caller of the ambient mesh', [rule('amb/a', { host: 'web' }), rule('shop/b')], { namespace: 'amb', kind: 'ztunnel' }],
  ['a rule for the short name elsewhere', [rule('far/a', { host: 'web' })], {}],
  ['a rule for a Service that the caller does not import', [rule('far/a')], { isKnown: false }],
  ['settings of another port', [rule('far/a', { trafficPolicy: { portLevelSettings: [{ port: { number: 8080 } }] } })], {}],
  ['settings of a port that is not called', [rule('far/a', { trafficPolicy: { portLevelSettings: [{ port: { number: 7 } }] } })], {}],
  ['a Sidecar that another holds before', [sidecar('far/a'), sidecar('far/b', { workloadSelector: { labels: { app: 'client' } } })], {}],
  ['a Sidecar of other pods', [sidecar('far/b', { workloadSelector: { labels: { app: 'other' } } })], {}],
  ['a Sidecar of a caller without one', [sidecar('far/a')], { kind: 'none' }],
  ['an entry of the host', [object('ServiceEntry', 'far/e', { spec: { hosts: [web], ports: [{ number: 80, name: 'http' }] } })], {}],
  [
    'an entry of the host, by a caller without a proxy',
    [object('ServiceEntry', 'far/e', { spec: { hosts: [web], ports: [{ number: 80, name: 'http' }] } })],
    { kind: 'none' },
  ],
  [
    'an entry that is not imported',
    [object('ServiceEntry', 'far/e', { spec: { hosts: [web], ports: [{ number: 80, name: 'http' }] } })],
    { isKnown: false },
  ],
])('%s', (_, objects, caller) => {
  expect(ofCall(objects, caller)).toMatchSnapshot();
});

/** VirtualServices that are passed over, as `name [cause] message`. */
function inMesh(objects: readonly KubernetesObject[], { noProxy, ...caller }: Caller & { readonly noProxy?: string }): readonly string[] {
  const { mesh, client, service, port } = setting(objects, caller);
  const found = passedOverInMesh({
    virtualServices: mesh.virtualServices,
    namespace: client.namespace,
    service,
    port,
    used: new Set(),
    hasHost: (host) => mesh.services.withHost(host).length > 0,
    imports: ({ namespace }) => namespace !== 'third',
    ...(noProxy === undefined ? {} : { noProxy }),
  });
  return found.map(
    ({ manifest: { object: made }, cause, message, path }) =>
      `${made.metadata.namespace}/${made.metadata.name} ${path.join('.')} [${cause}] ${message}`,
  );
}

const hosts = [web];
test.each<[string, readonly KubernetesObject[], Parameters<typeof inMesh>[1]]>([
  [
    'of every namespace, nearest first',
    [routes('third/a', { hosts }), routes('shop/b', { hosts, exportTo: ['.'] }), routes('far/c', { hosts })],
    {},
  ],
  ['for gateways', [routes('shop/a', { hosts, gateways: ['edge', 'far/edge'] })], {}],
  ['for another host', [routes('shop/a', { hosts: ['other'] })], {}],
  ['for the short name elsewhere', [routes('far/a', { hosts: ['web'] })], {}],
  ['by a caller without a proxy', [routes('shop/a', { hosts })], { noProxy: 'of a test' }],
  ['for HTTP at a port of TCP', [routes('shop/a', { hosts })], { port: 90 }],
  ['for TCP at a port of TCP', [routes('shop/a', { hosts, http: undefined, tcp: [{ route: [] }] })], { port: 90 }],
  ['for TCP at a port of HTTP', [routes('shop/a', { hosts, http: undefined, tcp: [{ route: [] }] })], {}],
  ['for TLS at a port of HTTP', [routes('shop/a', { hosts, http: undefined, tls: [{ match: [{ port: 80, sniHosts: [web] }] }] })], {}],
  ['for TLS at another port', [routes('shop/a', { hosts, http: undefined, tls: [{ match: [{ port: 90, sniHosts: [web] }] }] })], {}],
  ['of a wildcard', [routes('shop/a', { hosts: ['*.shop.svc.cluster.local'] })], {}],
  ['of the wildcard of all', [routes('shop/a', { hosts: ['*'] })], {}],
  [
    'that delegate in vain',
    [routes('shop/a', { hosts, http: [{ delegate: { name: 'none' } }, { delegate: { name: 'no' } }, { delegate: { name: 'not' } }] })],
    {},
  ],
])('VirtualServices %s', (_, objects, caller) => {
  expect(inMesh(objects, caller)).toMatchSnapshot();
});
