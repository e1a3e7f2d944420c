import { GET, Mesh, POST, request, SidecarRouter } from '.';

const networking = 'networking.istio.io/v1';
const mesh = Mesh.of([
  {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'demo' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }],
    },
  },
  {
    apiVersion: networking,
    kind: 'VirtualService',
    metadata: { name: 'shop', namespace: 'demo' },
    spec: {
      hosts: ['shop.example.com'],
      gateways: ['g', 'mesh'],
      http: [
        { match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/new', redirectCode: 308 } },
        { match: [{ uri: { exact: '/teapot' } }], directResponse: { status: 418 } },
        {
          match: [{ uri: { prefix: '/user' }, headers: { mode: { exact: 'dev' } } }],
          route: [{ destination: { host: 'user', subset: 'v2' } }],
        },
        {
          match: [{ uri: { prefix: '/user' } }],
          rewrite: { uri: '/' },
          route: [
            { destination: { host: 'user', subset: 'v1' }, weight: 3 },
            { destination: { host: 'user', subset: 'v2' }, weight: 1 },
          ],
        },
        { match: [{ method: { exact: 'POST' } }], route: [{ destination: { host: 'missing' } }] },
      ],
    },
  },
  {
    apiVersion: networking,
    kind: 'DestinationRule',
    metadata: { name: 'user', namespace: 'demo' },
    spec: { host: 'user', subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })) },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'user', namespace: 'demo' },
    spec: { selector: { app: 'user' }, ports: [{ name: 'http', port: 8000 }] },
  },
  ...['v1', 'v2'].map((version) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `user-${version}`, namespace: 'demo' },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'user', version } },
      template: {
        metadata: { labels: { app: 'user', version } },
        spec: { containers: [{ name: 'user', image: `registry.example.com/user:${version}` }] },
      },
    },
  })),
]);
const shop = 'http://shop.example.com';

test('each matcher holds for what it says', () => {
  expect(mesh).toRoute(GET(`${shop}/user/about`, { mode: 'dev' }), { to: 'user:v2', path: '/user/about', port: 8000 });
  expect(mesh).toRoute(GET(`${shop}/user`, { mode: 'dev' }), { to: 'user.demo.svc.cluster.local:v2', host: 'shop.example.com' });
  expect(mesh).toSplit(GET(`${shop}/user`), { 'user:v1': 75, 'user:v2': 25 });
  expect(mesh).toRedirect(GET(`${shop}/old?x=1`), `${shop}/new?x=1`);
  expect(mesh).toRedirect(GET(`${shop}/old`), { status: 308 });
  expect(mesh).toRespond(GET(`${shop}/teapot`), 418);
  expect(mesh).toRespond(request('PUT', `${shop}/`), 404);
  expect(mesh).toRespond(POST(`${shop}/`), 503);
  expect(mesh).toBeReachable(GET(`${shop}/user`));
});

test('and not for anything else', () => {
  expect(mesh).not.toRoute(GET(`${shop}/user`), { to: 'user:v1' });
  expect(mesh).not.toRoute(GET(`${shop}/user/about`, { mode: 'dev' }), { path: '/about' });
  expect(mesh).not.toRoute(POST(`${shop}/`));
  expect(mesh).not.toSplit(GET(`${shop}/user`), { 'user:v1': 90, 'user:v2': 10 });
  expect(mesh).not.toSplit(GET(`${shop}/user`), { 'user:v1': 100 });
  expect(mesh).not.toRedirect(GET(`${shop}/old`), `${shop}/old`);
  expect(mesh).not.toRespond(GET(`${shop}/user`), 200);
  expect(mesh).not.toBeReachable(GET('http://shop.example.org/user'));
});

test('a client inside the mesh is asked by its sidecar', () => {
  const sidecar = new SidecarRouter(mesh, { namespace: 'demo', labels: {} });
  expect(sidecar).toRoute(GET('http://user:8000/'), { to: 'user', port: 8000 });
});

test('a failing matcher shows what was tried', () => {
  const failures = [
    () => expect(mesh).toRoute(GET(`${shop}/user/about`), { to: 'user:v2', path: '/about' }),
    () => expect(mesh).toBeReachable(GET('http://shop.example.org/user')),
    () => expect(mesh).not.toRespond(POST(`${shop}/`), 503),
  ];
  for (const failure of failures) expect(failure).toThrowErrorMatchingSnapshot();
});
