import type { KubernetesObject } from '../istio/objects';
import type { MeshOptions } from '../mesh/mesh-options';
import { deployment, meshOf, object } from '../mesh/objects.test.helper';
import { GatewayRouter } from './gateway/gateway-router';
import { request } from './request/request';

const labels = { istio: 'ingressgateway' };
const ports = [{ name: 'http', port: 80, targetPort: 8080 }];
const service = (name: string, spec: object = {}) =>
  object('Service', name, { spec: { clusterIP: '10.0.0.1', selector: { app: 'web' }, ports, ...spec } });
const pods = (containers: object = { ports: [{ containerPort: 8080 }] }, more: object = {}) =>
  deployment('shop/web', { app: 'web' }, { pod: { containers: [{ name: 'a', image: 'a', ...containers }] }, ...more });
const entry = (spec: object = {}) =>
  object('ServiceEntry', 'shop/e', {
    spec: { hosts: ['e.example.com'], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS', ...spec },
  });
const rule = (spec: object, host = 'web') => object('DestinationRule', 'shop/d', { spec: { host, ...spec } });
const tls = (mode: string, more: object = {}) => ({ trafficPolicy: { tls: { mode, ...more } } });
const slice = (port: object) =>
  object('EndpointSlice', 'shop/web-1', {
    labels: { 'kubernetes.io/service-name': 'web' },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [port],
  });
const world = [
  object('Gateway', 'shop/g', {
    apiVersion: 'networking.istio.io/v1',
    spec: { selector: labels, servers: [{ port: { number: 80, protocol: 'HTTP', name: 'http' }, hosts: ['*'] }] },
  }),
  service('shop/web'),
];

/** The answer of a gateway whose requests all follow one rule. */
function followed(rule: object, objects: readonly KubernetesObject[], options: MeshOptions = { complete: true }) {
  const virtualService = object('VirtualService', 'shop/v', { spec: { hosts: ['*'], gateways: ['g'], http: [rule] } });
  const mesh = meshOf([...world, virtualService, ...objects], options);
  return new GatewayRouter(mesh, { namespace: 'istio-system', labels }).route(request('http://a.example.com/'));
}

/** What becomes of requests that a gateway sends to a destination. */
function sentTo(destination: object, objects: readonly KubernetesObject[], options?: MeshOptions) {
  const route = [{ destination: { host: 'web', ...destination } }];
  const { status, reason, undecided, assumed } = followed({ route }, objects, options);
  return {
    status,
    text: [reason ?? [], ...undecided, ...assumed.filter((each) => !each.startsWith('clients get to port'))].flat().join('; '),
  };
}

const web = '`web.shop.svc.cluster.local`';
const whole = 'DestinationRule `shop/d`, which is in force for';
const v1 = { name: 'v1', labels: { version: 'v1' } };

// [name, the destination, the objects, status, what is said of it]
test.each<[string, object, readonly KubernetesObject[], number, string]>([
  ['pods', {}, [pods()], 200, ''],
  ['no Service', { host: 'none' }, [], 503, 'no service is called `none.shop.svc.cluster.local`'],
  [
    'a Service that is not exported',
    { host: 'hidden' },
    [service('shop/hidden'), object('Service', 'shop/hidden', { annotations: { 'networking.istio.io/exportTo': '.' }, spec: { ports } })],
    503,
    'service `hidden.shop.svc.cluster.local` is not exported to namespace `istio-system`',
  ],
  [
    'a Service that leads to another',
    { host: 'alias' },
    [service('shop/alias', { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local', selector: undefined }), pods()],
    200,
    '',
  ],
  ['a port that is not there', { port: { number: 81 } }, [pods()], 503, `service ${web} has no port \`81\`, only 80`],
  [
    'a port that is not there, of several',
    { port: { number: 81 } },
    [service('shop/web', { ports: [...ports, { name: 'b', port: 82 }, { name: 'c', port: 83, protocol: 'UDP' }] }), pods()],
    503,
    `service ${web} has no port \`81\`, only 80, 82`,
  ],
  [
    'a port of UDP',
    { port: { number: 81 } },
    [service('shop/web', { ports: [...ports, { name: 'b', port: 81, protocol: 'UDP' }] }), pods()],
    503,
    `port \`81\` of ${web} is UDP, which proxies leave alone`,
  ],
  [
    'UDP alone',
    { port: { number: 81 } },
    [service('shop/web', { ports: [{ name: 'b', port: 82, protocol: 'UDP' }] }), pods()],
    503,
    `service ${web} has no port \`81\`, only none`,
  ],
  ['a subset that no rule has', { subset: 'v1' }, [pods()], 503, `no DestinationRule is in force for ${web}, so it has no subset \`v1\``],
  ['a subset that the rule has not', { subset: 'v2' }, [pods(), rule({ subsets: [v1] })], 503, `${whole} ${web}, has no subset \`v2\``],
  [
    'a subset without pods',
    { subset: 'v1' },
    [pods(), rule({ subsets: [v1] })],
    503,
    `no pod stands behind subset \`v1\` of ${web} (app=web, version=v1)`,
  ],
  ['a subset without labels', { subset: 'v1' }, [pods(), rule({ subsets: [{ name: 'v1' }] })], 200, ''],
  ['no pods', {}, [], 503, `no pod stands behind ${web} (app=web)`],
  ['no replicas', {}, [pods(undefined, { replicas: 0 })], 503, `no pod stands behind ${web} (app=web): Deployment web has 0 replicas`],
  [
    'no replicas of one of two',
    {},
    [pods(undefined, { replicas: 0 }), deployment('shop/b', { app: 'web' }, { pod: { containers: [{ name: 'a' }] } })],
    200,
    '',
  ],
  [
    'pods that are not ready',
    {},
    [
      object('Pod', 'shop/web', {
        labels: { app: 'web' },
        spec: { containers: [{ name: 'a' }] },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      }),
    ],
    503,
    `no pod stands behind ${web} (app=web): its pods are not ready`,
  ],
  [
    'pods of which one is not ready, and a port name that no container has',
    {},
    [
      service('shop/web', { ports: [{ name: 'http', port: 80, targetPort: 'main' }] }),
      pods(),
      object('Pod', 'shop/old', {
        labels: { app: 'web' },
        spec: { containers: [{ name: 'a' }] },
        status: { conditions: [{ type: 'Ready', status: 'False' }] },
      }),
    ],
    503,
    `no pod stands behind ${web} (app=web): no container of its pods has a port called \`main\``,
  ],
  [
    'a port name that no container has',
    {},
    [service('shop/web', { ports: [{ name: 'http', port: 80, targetPort: 'main' }] }), pods()],
    503,
    `no pod stands behind ${web} (app=web): no container of its pods has a port called \`main\``,
  ],
  [
    'a port name that a container has',
    {},
    [
      service('shop/web', { ports: [{ name: 'http', port: 80, targetPort: 'main' }] }),
      pods({ ports: [{ name: 'main', containerPort: 8080 }] }),
    ],
    200,
    '',
  ],
  ['no selector, and no endpoints', {}, [service('shop/web', { selector: undefined })], 503, `no pod stands behind ${web}`],
  ['no selector, and an endpoint', {}, [service('shop/web', { selector: undefined }), slice({ name: 'http', port: 8080 })], 200, ''],
  [
    'no selector, and an endpoint for another port',
    {},
    [service('shop/web', { selector: undefined }), slice({ name: 'other', port: 8080 })],
    503,
    `no pod stands behind ${web}: its Endpoints have no port called \`http\``,
  ],
  [
    'TLS to HTTP',
    {},
    [pods(), rule(tls('SIMPLE'))],
    503,
    'DestinationRule `shop/d` starts TLS to port `80`, which is declared as plain HTTP',
  ],
  [
    'TLS with a certificate to HTTP',
    {},
    [pods(), rule(tls('MUTUAL'))],
    503,
    'DestinationRule `shop/d` starts TLS to port `80`, which is declared as plain HTTP',
  ],
  [
    'TLS to TLS',
    {},
    [service('shop/web', { ports: [{ name: 'https', port: 80, targetPort: 8080 }] }), pods(), rule(tls('SIMPLE'))],
    200,
    '',
  ],
  ['a host outside', { host: 'e.example.com' }, [entry()], 200, ''],
  [
    'a host outside without an address',
    { host: 'e.example.com' },
    [entry({ resolution: 'STATIC' })],
    503,
    'no pod stands behind `e.example.com`',
  ],
  [
    'TLS to a host outside at port 80',
    { host: 'e.example.com' },
    [entry(), rule(tls('SIMPLE'), 'e.example.com')],
    503,
    'DestinationRule `shop/d` starts TLS to port `80`, which is declared as plain HTTP',
  ],
  [
    'TLS to a host outside at port 443',
    { host: 'e.example.com' },
    [entry({ ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 443 }] }), rule(tls('SIMPLE'), 'e.example.com')],
    200,
    '',
  ],
])('%s', (_, destination, objects, status, text) => {
  expect(sentTo(destination, objects)).toEqual({ status, text });
});

// [name, the destination, the objects, what is said of it where there may be more than the manifests say]
test.each<[string, object, readonly KubernetesObject[], string]>([
  ['no pods in the namespace', {}, [], `pods answer for ${web}: no workload of namespace shop is among the manifests`],
  [
    'no selector, and no endpoints',
    {},
    [service('shop/web', { selector: undefined })],
    `whether anything answers for ${web}: it has no selector, and its Endpoints are not among the manifests`,
  ],
  [
    'a name of another domain',
    { host: 'web.shop.svc.corp' },
    [pods()],
    "whether `web.shop.svc.corp` is Service `shop/web`: the cluster's domain is taken for `cluster.local`; `--cluster-domain` names another",
  ],
])('where there may be more: %s', (_, destination, objects, text) => {
  expect(sentTo(destination, objects, { complete: false })).toEqual({ status: 200, text });
});

test('a port that nothing listens on', () => {
  expect(sentTo({}, [pods()], { complete: true, listening: [8080] })).toEqual({ status: 200, text: '' });
  expect(sentTo({}, [pods()], { complete: true, listening: [80] })).toEqual({
    status: 503,
    text: "nothing listens on the pods' port `8080`",
  });
});

test('where there may be more, pods of the namespace that fit nothing are all there are', () => {
  const others = deployment('shop/other', { app: 'other' }, { pod: { containers: [{ name: 'a' }] } });
  expect(sentTo({}, [others], { complete: false })).toEqual({ status: 503, text: `no pod stands behind ${web} (app=web)` });
});

test('a header whose value Envoy alone knows is named, set or added', () => {
  const headers = { request: { set: { a: '%START_TIME(%s)%', b: 'plain' }, add: { c: '%DOWNSTREAM_REMOTE_ADDRESS%' } } };
  expect(followed({ headers, route: [{ destination: { host: 'web' } }] }, [pods()]).undecided).toEqual([
    'what the backend gets as header `a`: Envoy fills in `%START_TIME(%s)%`',
    'what the backend gets as header `c`: Envoy fills in `%DOWNSTREAM_REMOTE_ADDRESS%`',
  ]);
});
