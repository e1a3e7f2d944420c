/** What `mesh route` says of each object that was written for a request and is not used, word for word. */
import type { KubernetesObject } from '../istio/objects';
import { deployment, meshOf, object } from '../mesh/objects.test.helper';
import { placeText } from './answer/trace';
import { IngressRouter } from './gateway/ingress-router';
import { request } from './request/request';
import { explain } from './router';
import { routerOf } from './router-of';

const namespace = (name: string, labels: Readonly<Record<string, string>>) => object('Namespace', name, { labels });
const service = (name: string, port: object = { name: 'http', port: 80, targetPort: 8080 }) =>
  object('Service', name, { spec: { selector: { app: name.split('/')[1] }, ports: [port] } });
const pods = (name: string) =>
  deployment(name, { app: name.split('/')[1] ?? '' }, { pod: { containers: [{ name: 'a', ports: [{ containerPort: 8080 }] }] } });
const entry = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('ServiceEntry', name, { spec: { hosts, ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS', ...spec } });
const edge = (name: string, hosts: readonly string[], istio = 'ingressgateway') =>
  object('Gateway', name, {
    apiVersion: 'networking.istio.io/v1',
    spec: { selector: { istio }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] },
  });

const world = [
  namespace('shop', { 'istio-injection': 'enabled', team: 'shop' }),
  namespace('far', { 'istio-injection': 'enabled', team: 'far' }),
  namespace('bare', { team: 'bare' }),
  ...['shop/web', 'shop/cli', 'far/cli', 'bare/cli', 'bare/db'].map(pods),
  ...['shop/web', 'bare/db'].map((name) => service(name)),
  edge('shop/edge', ['*.example.com']),
  edge('shop/shop', ['shop/only.example.com']),
  edge('shop/inner', ['*.example.com'], 'inner'),
];

const to = (host = 'web.shop.svc.cluster.local') => [{ route: [{ destination: { host } }] }];
const routes = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('VirtualService', name, { spec: { hosts, http: to(), ...spec } });
const rule = (name: string, host: string, spec: object = {}) =>
  object('DestinationRule', name, { spec: { host, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } }, ...spec } });
const sidecar = (name: string, hosts: readonly string[], spec: object = {}) =>
  object('Sidecar', name, { spec: { egress: [{ hosts }], ...spec } });
const policy = (name: string, kind = 'AuthorizationPolicy', spec: object = { rules: [{}] }) => object(kind, name, { spec });
const atEdge = { gateways: ['edge'] };
const used = routes('shop/used', ['a.example.com'], atEdge);
const meshConfig = (config: string) => object('ConfigMap', 'istio-system/istio', { spec: undefined, data: { mesh: config } });
const ofShop = meshConfig('discoverySelectors: [{ matchLabels: { team: shop } }]');
const cli = { workloadSelector: { labels: { app: 'cli' } } };
const web = 'web.shop.svc.cluster.local';

interface Asked {
  /** Whose proxy sends it. @default - an ingress gateway */
  readonly from?: string;
  readonly url: string;
}

function notUsed(objects: readonly KubernetesObject[], { from, url }: Asked): string[] {
  const mesh = meshOf([...world, ...objects], { assumeIngressGateway: true });
  const caller = mesh.workloads.all.find(({ namespace: home, name }) => `${home}/${name}` === from);
  if (from !== undefined && !caller) throw new Error(`no workload ${from}`);
  const { steps } = explain(caller ? routerOf(mesh, caller) : new IngressRouter(mesh), request(url));
  return steps
    .filter(({ step }) => step === 'not used')
    .map(({ what, cause, why, place }) => `${what} [${cause}] at ${place && placeText(place)}: ${why}`);
}

type Row = readonly [name: string, ...objects: KubernetesObject[]];

function hold(asked: Asked, rows: readonly Row[]): void {
  test.each(rows.map(([name, ...objects]) => [name, objects] as const))('%s', (_, objects) => {
    expect(notUsed(objects, asked)).toMatchSnapshot();
  });
}

describe('VirtualServices for a call', () => {
  hold({ from: 'far/cli', url: 'http://web.shop/x' }, [
    ['for gateways alone', routes('shop/v', [web], { gateways: ['edge', 'inner'] })],
    ['exported to its own namespace', routes('shop/v', [web], { exportTo: ['.'] })],
    ['not imported', routes('shop/v', [web]), sidecar('far/s', ['./*'])],
    ['for a short name of its own namespace', routes('far/v', ['web'])],
    ['for a short name that is there', routes('far/v', ['web']), service('far/web')],
    ['for a wildcard', routes('shop/v', [web]), routes('far/w', ['*.shop.svc.cluster.local'])],
    ['for every host', routes('shop/v', [web]), routes('far/w', ['*'])],
    ['for another port', routes('shop/v', [web], { http: [{ match: [{ port: 81 }], ...to()[0] }] })],
    ['for other callers', routes('shop/v', [web], { http: [{ match: [{ sourceLabels: { app: 'x' } }], ...to()[0] }] })],
    ['for connections', routes('shop/v', [web], { http: undefined, tcp: to() })],
    ['for connections to another port', routes('shop/v', [web], { http: undefined, tcp: [{ match: [{ port: 81 }], ...to()[0] }] })],
    ['for TLS', routes('shop/v', [web], { http: undefined, tls: [{ match: [{ sniHosts: [web] }], ...to()[0] }] })],
    ['with a delegate that is not there', routes('shop/v', [web], { http: [{ delegate: { name: 'd' } }, { delegate: { name: 'e' } }] })],
    ['in another order', routes('bare/c', ['*.svc.cluster.local']), routes('far/a', ['web']), routes('shop/b', [web], atEdge)],
  ]);
  hold({ from: 'far/cli', url: 'http://tcp.shop/x' }, [
    ['for HTTP on a port of TCP', service('shop/tcp', { name: 'tcp', port: 80 }), routes('shop/v', ['tcp'])],
    ['for HTTP on a nameless port', service('shop/tcp', { port: 80, appProtocol: 'tcp' }), routes('shop/v', ['tcp'])],
    [
      'for TCP on a nameless port',
      service('shop/tcp', { port: 80, appProtocol: 'http' }),
      routes('shop/v', ['tcp'], { http: undefined, tcp: to() }),
    ],
  ]);
  hold({ from: 'bare/cli', url: 'http://web.shop/x' }, [['of a caller without a proxy', routes('shop/v', [web])]]);
});

describe('VirtualServices at a gateway', () => {
  hold({ url: 'http://a.example.com/x' }, [
    ['used', used],
    ['of a gateway of another name', used, routes('shop/v', ['a.example.com'], { gateways: ['edgy'] })],
    ['of gateways far from any name', used, routes('shop/v', ['a.example.com'], { gateways: ['x/y', 'z'] })],
    ['of other pods', used, routes('shop/v', ['a.example.com'], { gateways: ['inner'] })],
    ['exported to its own namespace', used, routes('shop/v', ['a.example.com'], { ...atEdge, exportTo: ['.'] })],
    ['of a server for other hosts', used, routes('shop/v', ['a.example.com'], { gateways: ['shop'] })],
    ['of a server for another namespace', used, routes('far/v', ['only.example.com', '*.example.com'], { gateways: ['shop/shop'] })],
    ['for a wildcard', used, routes('far/v', ['*.example.com'], { gateways: ['shop/edge'] })],
    ['for a name in capitals', used, routes('shop/v', ['A.Example.com'], { gateways: ['edgy'] })],
    ['for connections', used, routes('shop/v', ['a.example.com'], { ...atEdge, http: undefined, tcp: to() })],
    ['for the mesh', used, routes('shop/v', ['a.example.com'])],
    [
      'with a delegate that is not there',
      used,
      routes('far/v', ['a.example.com'], { gateways: ['shop/edge'], http: [{ delegate: { name: 'd' } }] }),
    ],
    ['for another port', routes('shop/v', ['a.example.com'], { ...atEdge, http: [{ match: [{ port: 81 }], ...to()[0] }] })],
  ]);
});

describe('what shapes a call', () => {
  hold({ from: 'far/cli', url: 'http://web.shop/x' }, [
    ['two Sidecars of the caller', sidecar('far/a', ['*/*'], cli), sidecar('far/b', ['*/*'], cli)],
    ['Sidecars of the namespace, and of other pods', sidecar('far/a', ['*/*'], cli), sidecar('far/n', ['*/*']), sidecar('shop/s', ['*/*'])],
    ['a Sidecar for all, beside that of the caller', sidecar('istio-system/all', ['*/*']), sidecar('far/a', ['*/*'], cli)],
    ['a rule that the Sidecar leaves out', rule('shop/r', web), sidecar('far/s', ['./*'])],
    ['a rule for a short name', rule('far/r', 'web')],
    ['a rule for a short name that is there', rule('far/r', 'web'), service('far/web')],
    ['a rule for every host', rule('far/r', '*')],
    ['rules of three namespaces', rule('bare/r', web), rule('shop/r', web), rule('far/r', web)],
    ['rules of a wildcard and of the host', rule('shop/r', web), rule('far/r', '*.svc.cluster.local')],
    [
      'a rule for another port',
      rule('shop/r', web, { trafficPolicy: { portLevelSettings: [{ port: { number: 8080 }, tls: { mode: 'DISABLE' } }] } }),
    ],
  ]);
  hold({ from: 'bare/cli', url: 'http://web.shop/x' }, [
    ['a rule of a caller without a proxy', rule('shop/r', web)],
    ['a Sidecar of a caller without a proxy', sidecar('bare/s', ['*/*'])],
  ]);
  hold({ from: 'shop/cli', url: 'http://web.shop/x' }, [
    [
      'objects that istiod does not read',
      ofShop,
      rule('far/r', web),
      routes('far/v', [web]),
      entry('far/e', [web]),
      routes('far/x', ['other']),
    ],
    ['an authorization that is not read', ofShop, policy('far/p', undefined, { selector: { matchLabels: { app: 'web' } }, rules: [{}] })],
  ]);
  hold({ from: 'far/cli', url: 'http://bank.example/x' }, [
    ['a ServiceEntry that is not exported', entry('bare/e', ['bank.example'], { exportTo: ['.'] })],
    ['a ServiceEntry that the Sidecar leaves out', entry('bare/e', ['bank.example']), sidecar('far/s', ['./*'])],
    ['two ServiceEntries', entry('bare/e', ['bank.example']), entry('far/f', ['bank.example'])],
    ['a ServiceEntry for a wildcard', entry('bare/e', ['*.example']), entry('far/f', ['bank.example'])],
  ]);
  hold({ from: 'bare/cli', url: 'http://bank.example/x' }, [
    ['a ServiceEntry of a caller without a proxy', entry('bare/e', ['bank.example'])],
  ]);
});

describe('policies of the called pods', () => {
  const peer = (name: string, mode: string, spec: object = {}) => policy(name, 'PeerAuthentication', { mtls: { mode }, ...spec });
  const dry = object('AuthorizationPolicy', 'shop/p', { spec: { rules: [{}] }, annotations: { 'istio.io/dry-run': 'true' } });
  const selector = { selector: { matchLabels: { app: 'web' } } };
  hold({ from: 'far/cli', url: 'http://web.shop/x' }, [
    ['a dry run', dry],
    ['a mode of the namespace and of the pod', peer('shop/n', 'STRICT'), peer('shop/p', 'PERMISSIVE', selector)],
    ['a mode of the mesh and of the namespace', peer('istio-system/m', 'STRICT'), peer('shop/n', 'PERMISSIVE')],
    [
      'ports of the pod and a mode of the namespace',
      peer('shop/n', 'STRICT'),
      policy('shop/p', 'PeerAuthentication', { ...selector, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } }),
    ],
    ['a policy of another namespace', policy('far/p', undefined, { ...selector, rules: [{}] })],
  ]);
  hold({ from: 'far/cli', url: 'http://db.bare/x' }, [
    [
      'without a proxy',
      policy('bare/p'),
      peer('bare/q', 'STRICT'),
      policy('bare/r', 'RequestAuthentication', { jwtRules: [{ issuer: 'i' }] }),
    ],
    ['of the mesh without a proxy', policy('istio-system/p')],
  ]);
});
