import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifests } from '../../manifest/read-manifests';
import { check } from '../run';
import { fixFiles } from './fix-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-fix-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The text after all repairs, how many there were, and the codes of what is left. */
function fix(text: string) {
  const file = join(folder, 'a.yaml');
  writeFileSync(file, text);
  const fixed = fixFiles(check(readManifests([file])));
  const left = check(readManifests([file]));
  expect(fixFiles(left)).toBe(0);
  return { fixed, text: readFileSync(file, 'utf8'), left: left.map(({ rule }) => rule) };
}

const service = (ports: string): string => `apiVersion: v1
kind: Service
metadata: { name: shop, namespace: demo } # the shop
spec:
  ports:
${ports}`;

const routes = (http: string, hosts = 'hosts: [shop]'): string => `# routes
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: demo }
spec:
  ${hosts}   # kept
  http:
${http}`;

test('a host is written out, in its own quotes', () => {
  const before = `${routes(
    `    - route:
        - destination: { host: "shop.demo", port: { number: 80 } } # why
`,
    'hosts: [shop.demo.svc]',
  )}---
${service('    - { name: http, port: 80 }\n')}`;
  const { fixed, text } = fix(before);
  expect(fixed).toBe(2);
  expect(text).toBe(
    before.replace('"shop.demo"', '"shop.demo.svc.cluster.local"').replace('[shop.demo.svc]', '[shop.demo.svc.cluster.local]'),
  );
});

test('a prefix is split in two, in blocks and in flow', () => {
  const block = routes(`    - name: first
      match:
        # the old site
        - uri:
            prefix: "/user" # and below
          headers: { x: { exact: a } }
        - uri: { exact: /else }
      rewrite: { uri: / }
      route: [{ destination: { host: shop } }]
`);
  expect(fix(block).text).toBe(
    block.replace(
      `        - uri:
            prefix: "/user" # and below
          headers: { x: { exact: a } }
`,
      `        - uri:
            exact: "/user" # and below
          headers: { x: { exact: a } }
        - uri:
            prefix: "/user/" # and below
          headers: { x: { exact: a } }
`,
    ),
  );
  const flow = routes('    - { match: [{ uri: { prefix: /user } }], rewrite: { uri: / }, route: [{ destination: { host: shop } }] }\n');
  expect(fix(flow).text).toBe(flow.replace('{ uri: { prefix: /user } }', '{ uri: { exact: /user } }, { uri: { prefix: /user/ } }'));
});

test('a prefix without a rewrite is left to its owner', () => {
  expect(fix(routes('    - { match: [{ uri: { prefix: /user } }], route: [{ destination: { host: shop } }] }\n')).fixed).toBe(0);
});

test.each([
  ['    - port: 80\n      targetPort: 8000 # the program\n', '    - name: http\n      port: 80\n      targetPort: 8000 # the program\n'],
  ['    - { port: 443 }\n', '    - { name: https, port: 443 }\n'],
  ['    - port: 80\n    - port: 8080\n', '    - name: http-80\n      port: 80\n    - name: http-8080\n      port: 8080\n'],
  ['    - port: 9999\n', '    - port: 9999\n'],
  ['    - port: 80\n      name: web\n', '    - port: 80\n      name: web\n'],
])('a port gets the name that its number tells: %j', (before, after) => {
  expect(fix(service(before)).text).toBe(service(after));
});

test('an item of a List is found in it, and other documents stay as they are', () => {
  const before = `a: [broken
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata: { name: shop }
  spec:
    ports:
    - port: 80
---
# the end
`;
  expect(fix(before).text).toBe(before.replace('- port: 80', '- name: http\n      port: 80'));
});

test('what comes by an alias is left to its owner, and so is the document that it is in', () => {
  const hosts = '    - route: [{ destination: { host: &host shop.demo } }]\n    - route: [{ destination: { host: *host } }]\n';
  const prefix = `    - match: [{ uri: { prefix: &path /a } }, { uri: { prefix: *path } }]
      rewrite: { uri: / }
      route: [{ destination: { host: shop } }]
`;
  const uri = prefix.replace('{ uri: { prefix: &path /a } }', '{ uri: &path { prefix: /a } }').replace('{ prefix: *path }', '*path');
  const item = prefix
    .replace('{ uri: { prefix: &path /a } }', '&path { uri: { prefix: /a } }')
    .replace('{ uri: { prefix: *path } }', '*path');
  for (const http of [hosts, prefix, uri, item]) {
    const before = `${routes(http)}---\n${service('    - { name: http, port: 80 }\n')}`;
    expect(fix(before)).toMatchObject({ fixed: 0, text: before });
  }
});

test('single quotes, an item within an item, and the last line of a file', () => {
  const before = `${service('    - { name: http, port: 80 }\n')}---\n${routes(
    `    - match:
        - uri: { prefix: '/user' }
      rewrite: { uri: / }
      route:
        - destination:
            host: 'shop.demo'`,
  )}`;
  const { fixed, text } = fix(before);
  expect(fixed).toBe(2);
  expect(text.slice(text.indexOf('    - match'))).toBe(`    - match:
        - uri: { exact: '/user' }
        - uri: { prefix: '/user/' }
      rewrite: { uri: / }
      route:
        - destination:
            host: 'shop.demo.svc.cluster.local'`);
});

test('an item whose dash is on a line of its own is left to its owner', () => {
  const before = routes(`    - match:
        -
          uri: { prefix: /user }
      rewrite: { uri: / }
      route: [{ destination: { host: shop } }]
`);
  expect(fix(before)).toMatchObject({ fixed: 0, text: before });
});

describe('nothing is written', () => {
  const file = () => join(folder, 'a.yaml');
  const text = service('    - port: 80\n');

  test('where the file changed after it was read', () => {
    writeFileSync(file(), text);
    const findings = check(readManifests([file()]));
    writeFileSync(file(), `# new\n${text}`);
    expect(fixFiles(findings)).toBe(0);
    expect(readFileSync(file(), 'utf8')).toBe(`# new\n${text}`);
  });

  test('where two repairs change one place', () => {
    writeFileSync(file(), text);
    const findings = check(readManifests([file()]));
    expect(fixFiles([...findings, ...findings])).toBe(0);
    expect(readFileSync(file(), 'utf8')).toBe(text);
  });
});

test('several documents of several files are mended, and each finding is counted', () => {
  const files = ['a.yaml', 'b.yaml'].map((name) => join(folder, name));
  const text = `${service('    - port: 80\n    - port: 443\n')}---\n${service('    - port: 8080\n').replace('name: shop', 'name: blog')}`;
  for (const file of files) writeFileSync(file, text.replace(/namespace: demo/g, `namespace: ${file.endsWith('a.yaml') ? 'a' : 'b'}`));
  expect(fixFiles(check(readManifests(files)))).toBe(6);
  for (const file of files) expect(readFileSync(file, 'utf8').match(/name: http\S*/g)).toEqual(['name: http', 'name: https', 'name: http']);
});
