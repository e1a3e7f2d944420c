import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './index';
import type { Io } from './verb';

const folder = mkdtempSync(join(tmpdir(), 'meshwright-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mesh(...args: string[]) {
  const text = { out: '', err: '' };
  const add = (stream: 'out' | 'err') => (more: string) => {
    text[stream] += more;
  };
  const io: Io = { out: add('out'), err: add('err'), stdin: () => Buffer.from(service), isTerminal: false, colour: false };
  return main(['diff', ...args], io).then((code) => ({ code, ...text }));
}

const service = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;
const pods = `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: "registry.example.com/a:1" }] } }
`;
const gateway = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
`;
const route = (path: string, host = 'web') => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec: { hosts: [shop.example.com], gateways: [edge], http: [{ match: [{ uri: { prefix: ${path} } }], route: [{ destination: { host: ${host} } }] }] }
`;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const old = file('old.yaml', service + pods + gateway + route('/cart'));
const same = file('same.yaml', `${gateway}${route('/cart')}${pods}---${service}`);
const moved = file('moved.yaml', (service + pods + gateway + route('/basket')).replace('replicas: 3', 'replicas: 1'));
const broken = file('broken.yaml', service + pods + gateway + route('/cart', 'wbe'));

test('the exit code says whether anything differs', async () => {
  expect(await mesh(old, same)).toMatchObject({ code: 0, err: '' });
  expect(await mesh(old, moved)).toMatchObject({ code: 1, err: '' });
  expect((await mesh(old, join(folder, 'none.yaml'))).code).toBe(2);
});

test('--only compares a part alone', async () => {
  const { code, out } = await mesh(old, moved, '--only', 'capacity');
  expect({ code, out }).toMatchInlineSnapshot(`
{
  "code": 1,
  "out": "less capacity: Deployment shop/web replicas: 3 → 1

Capacity
  Deployment shop/web replicas
    - 3
    + 1

0 classes of requests compared; 2 of 5 objects differ
",
}
`);
  expect((await mesh(old, moved, '--only', 'access')).code).toBe(0);
});

test('--fail-on fails for some effects alone', async () => {
  expect((await mesh(old, moved, '--fail-on', 'host-gone,opens-to-world')).code).toBe(0);
  expect((await mesh(old, moved, '--fail-on', 'moves-path')).code).toBe(1);
  expect((await mesh(moved, old, '--fail-on', 'loses-capacity')).code).toBe(0);
  expect((await mesh(old, broken, '--fail-on', 'new-error')).code).toBe(1);
});

test('names that are none are not taken for others', async () => {
  expect((await mesh(old, moved, '--only', 'trafic')).err).toContain('--only traffic');
  expect((await mesh(old, moved, '--fail-on', 'host-gon')).err).toContain('--fail-on host-gone');
  expect(await mesh('-', '-')).toMatchObject({ code: 2 });
});

test('--overlay applies the new manifests over the old ones', async () => {
  mkdirSync(join(folder, 'release'), { recursive: true });
  const release = file('release/web.yaml', route('/basket'));
  const { out, err } = await mesh(old, release, '--overlay');
  expect(out.split('\n')[0]).toBe('a path moves: shop.example.com/cart* is now shop.example.com/basket* (web.shop)');
  expect(err).toContain('replaces 1 object');
});

test('stdin is one of the sides', async () => {
  expect((await mesh(old, '-')).out.split('\n')[0]).toContain('host gone: shop.example.com/*: web.shop → no connection');
});

test('SARIF holds the new findings alone', async () => {
  const report = join(folder, 'report.sarif');
  const { code, out } = await mesh(old, broken, '--format', 'sarif', '--output', report);
  expect([code, out]).toEqual([1, '']);
  const { runs } = JSON.parse(readFileSync(report, 'utf8')) as { runs: { results: { ruleId: string }[] }[] };
  const all = runs[0]?.results.map(({ ruleId }) => ruleId) ?? [];
  expect(all.length).toBeGreaterThan(0);
  expect(JSON.parse((await mesh(broken, broken, '--format', 'sarif')).out).runs[0].results).toEqual([]);
});
