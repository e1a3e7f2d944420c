import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './index';
import type { Io } from './verb';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-route-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const manifests = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: g, namespace: demo }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: demo }
spec:
  hosts: [shop.example.com]
  gateways: [g]
  http:
    - match: [{ uri: { prefix: /user }, headers: { mode: { exact: dev } } }]
      route: [{ destination: { host: user } }]
    - match: [{ uri: { prefix: /gone } }]
      route: [{ destination: { host: missing } }]
---
apiVersion: v1
kind: Service
metadata: { name: user, namespace: demo }
spec: { selector: { app: user }, ports: [{ name: http, port: 8000 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: user-1, namespace: demo, labels: { app: user } }
spec: { containers: [{ name: app, image: user }] }
`;
const file = join(folder, 'shop.yaml');
writeFileSync(file, manifests);

async function run(argv: readonly string[], stdin = ''): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' };
  const io: Io = {
    out: (more) => {
      text.out += more;
    },
    err: (more) => {
      text.err += more;
    },
    stdin: () => Buffer.from(stdin),
    isTerminal: false,
    colour: false,
  };
  return { code: await main(['route', ...argv], io), ...text };
}

test('what a chart would make that was not rendered is undecided', async () => {
  const mixed = join(folder, 'mixed');
  mkdirSync(join(mixed, 'chart/templates'), { recursive: true });
  writeFileSync(join(mixed, 'shop.yaml'), manifests);
  writeFileSync(join(mixed, 'chart/Chart.yaml'), 'name: more');
  writeFileSync(join(mixed, 'chart/templates/a.yaml'), 'a: {{ .Values.a }}');
  expect((await run([mixed, 'http://shop.example.com/user', '-H', 'mode: dev', '--strict'])).code).toBe(3);
  const loose = await run([mixed, 'http://shop.example.com/user', '-H', 'mode: dev']);
  expect(loose.code).toBe(0);
  expect(loose.out).toContain('mixed/chart/templates/a.yaml` would make: it was not rendered');
});

test('answers like curl: where it goes, and why', async () => {
  const { code, out, err } = await run([file, 'http://shop.example.com/user/about', '-H', 'mode: dev']);
  expect([code, err]).toEqual([0, '']);
  expect(out.replaceAll(folder, '.')).toMatchSnapshot();
});

// [what the mesh configuration of the set says, what a call to an unknown host comes to]
test.each([
  ['{}', 200],
  ['{ outboundTrafficPolicy: { mode: REGISTRY_ONLY } }', 502],
])('reads the mesh configuration in the set: %s', async (mesh, status) => {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh } };
  const configFile = join(folder, 'istio.json');
  writeFileSync(configFile, JSON.stringify(config));
  const { out } = await run([file, configFile, 'http://unknown.example.com:8000/', '--from', 'demo/user-1', '--json']);
  expect(JSON.parse(out).status).toBe(status);
});

test('answers in JSON', async () => {
  const { out } = await run([file, 'http://shop.example.com/user/about', '-H', 'mode: dev', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    status: 200,
    virtualService: 'demo/shop',
    route: { index: 0, name: null },
    destinations: [{ host: 'user.demo.svc.cluster.local', subset: null, port: 8000, share: 1 }],
    path: '/user/about',
    host: 'shop.example.com',
    location: null,
    reason: null,
    trace: expect.arrayContaining([expect.objectContaining({ step: 'rule', verdict: 'taken', virtualService: 'demo/shop' })]),
  });
});

test.each([
  ['http://shop.example.com/', 404],
  ['http://shop.example.com/gone', 503],
  ['http://other.example.com/', 404],
  ['http://shop.example.com:81/', 'error'],
])('%s is not answered: exit 1', async (url, status) => {
  const { code, out } = await run([file, url, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ status, destinations: status === 503 ? [{ reason: expect.stringMatching(/no service/) }] : [] });
});

test('asks the sidecar of a workload', async () => {
  const { code, out } = await run([file, '--from', 'demo/user-1', 'http://user:8000/x', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    status: 200,
    virtualService: null,
    destinations: [{ host: 'user.demo.svc.cluster.local', port: 8000 }],
  });
});

test('asks the gateway pod it is told to', async () => {
  const { out } = await run([file, '--gateway', 'edge:istio=other', 'http://shop.example.com/user', '--json']);
  expect(JSON.parse(out)).toMatchObject({ status: 'error' });
});

test.each([
  [
    'JSON lines',
    '{"url":"http://shop.example.com/user","headers":{"mode":"dev"}}\n{"method":"GET","host":"shop.example.com","path":"/"}\n',
  ],
  ['YAML', '- { url: "http://shop.example.com/user", headers: { mode: dev } }\n- { host: shop.example.com, path: / }\n'],
])('answers a table of requests in %s, a line each', async (_, table) => {
  const { code, out } = await run([file, '--batch', '-'], table);
  expect(code).toBe(1);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).status),
  ).toEqual([200, 404]);
});

test('answers many meshes, and says which are refused', async () => {
  const networking = 'networking.istio.io/v1';
  const gateway = {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  };
  const service = (http: unknown) => ({
    apiVersion: networking,
    kind: 'VirtualService',
    metadata: { name: 'a', namespace: 'demo' },
    spec: { hosts: ['*'], gateways: ['istio-system/g'], http },
  });
  const requests = [{ method: 'GET', scheme: 'http', port: 80, host: 'a.com', path: '/x' }];
  const cases = [
    { id: 'redirected', objects: [gateway, service([{ redirect: { uri: '/y' } }])], requests },
    { id: 'not-re2', objects: [gateway, service([{ match: [{ uri: { regex: '(?=x)' } }], redirect: { uri: '/y' } }])], requests },
    { id: 'unknown-field', objects: [gateway, service([{ redirekt: {} }])], requests },
  ];
  const { code, out } = await run(['--cases', '-'], cases.map((each) => JSON.stringify(each)).join('\n'));
  expect(code).toBe(0);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    expect.objectContaining({ id: 'redirected', index: 0, status: 301, location: 'http://a.com/y' }),
    expect.objectContaining({ id: 'not-re2', rejected: true, proxyRejected: true, by: 'envoy' }),
    expect.objectContaining({ id: 'unknown-field', rejected: true, by: 'api-server' }),
  ]);
});

test.each([
  ['no such file', ['nowhere.yaml', 'http://a.com/'], /no file or folder is named `nowhere.yaml`/],
  ['no manifests', ['http://a.com/'], /there are no manifests to read/],
  ['no URL', [file, 'a.com'], /a request needs a URL such as `http:\/\/example.com\/path`, got `a.com`/],
  ['no header', [file, 'http://a.com/', '-H', 'mode'], /a header is written `name: value`, got `mode`/],
  ['no workload', [file, 'http://a.com/', '--from', 'demo/user'], /no workload named `demo\/user`[\s\S]*did you mean `demo\/user-1`/],
  ['no gateway pod', [file, 'http://a.com/', '--gateway', 'edge:istio'], /a gateway pod is written/],
  ['no ports', [file, 'http://a.com/', '--listening', '0'], /ports are written/],
])('could not run: %s', async (_, argv, expected) => {
  const { code, out, err } = await run(argv);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(expected);
});

test.each(['http://[::1', 'http://a:99999999/', 'http://a]/'])('%s is no URL', async (url) => {
  expect(await run([file, url])).toMatchObject({ code: 2, err: expect.stringContaining(`got \`${url}\``) });
});
