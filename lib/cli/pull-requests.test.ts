/** Five pull requests on a copy of this repository's `dist`: the first line of the comment on each. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './index';

const dist = join(__dirname, '../../dist');
const folder = mkdtempSync(join(tmpdir(), 'meshwright-pull-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function commentOn(old: string, next: string): Promise<string> {
  let text = '';
  const io = {
    out: (more: string) => {
      text += more;
    },
    err: () => undefined,
    stdin: () => Buffer.of(),
    isTerminal: false,
    colour: false,
  };
  await main(['diff', '--format', 'markdown', old, next], io);
  return text.split('\n')[0] ?? '';
}

type Edit = (text: string) => string;

/** `dist` with one file edited. */
function copy(name: string, file: string, edit: Edit, from = dist): string {
  const to = join(folder, name);
  cpSync(from, to, { recursive: true });
  const path = join(to, file);
  const before = readFileSync(path, 'utf8');
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  return to;
}

const admin = `  http:
    - match:
        - uri:
            prefix: /admin
      route:
        - destination:
            host: product-service.default.svc.cluster.local
    - match:
        - uri:
            exact: /user
`;

test.each<[string, string, Edit, string]>([
  [
    'moves 10 % of the traffic',
    'user-release.k8s.yaml',
    (text) => text.replaceAll('weight: 90', 'weight: 80').replaceAll('weight: 10', 'weight: 20'),
    '### 10 % of the traffic moves: traffic-management.retailvoice.xyz/user or /user/\\*: user-service.traffic-management v1 90 %, v2 10 % → user-service.traffic-management v1 80 %, v2 20 %; 1 more change',
  ],
  [
    'renames a path',
    'discovering-services.k8s.yaml',
    (text) => text.replace('exact: /product', 'exact: /products').replace('prefix: /product/', 'prefix: /products/'),
    '### a path moves: microservice.retailvoice.xyz/product or /product/\\* is now microservice.retailvoice.xyz/products or /products/\\* (product-service.default)',
  ],
  [
    'only reorders YAML',
    'user-release.k8s.yaml',
    (text) => `${text.split('---\n').reverse().join('---\n')}`,
    '### no request is answered otherwise: the 26 objects are the same on both sides',
  ],
  [
    'opens an admin path to the world',
    'discovering-services.k8s.yaml',
    (text) => text.replace('  http:\n    - match:\n        - uri:\n            exact: /user\n', admin),
    '### opens to the world: microservice.retailvoice.xyz/admin\\*: 404 → product-service.default',
  ],
])('one that %s', async (name, file, edit, expected) => {
  expect(await commentOn(dist, copy(name, file, edit))).toBe(expected);
});

test('one that forgets `mesh` in gateways', async () => {
  const inside: Edit = (text) =>
    text.replace(
      '  gateways:\n    - traffic-management/ingressgateway\n  hosts:\n    - user.',
      '  gateways:\n    - traffic-management/ingressgateway\n    - mesh\n  hosts:\n    - user-service\n    - user.',
    );
  const old = copy('inside', 'user-release.k8s.yaml', inside);
  const next = copy('forgotten', 'user-release.k8s.yaml', (text) => text.replace('    - mesh\n', ''), old);
  expect(await commentOn(old, next)).toBe(
    '### traffic moves: user-service.traffic-management.svc.cluster.local:8000/\\* from default/user-deployment and 4 more: user-service.traffic-management v1 90 %, v2 10 % → user-service.traffic-management; 1 more change',
  );
});
