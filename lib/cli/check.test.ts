import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './index';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function mesh(argv: string[], stdin = '') {
  const text = { out: '', err: '' };
  const add = (stream: 'out' | 'err') => (more: string) => {
    text[stream] += more;
  };
  const io = {
    out: add('out'),
    err: add('err'),
    stdin: () => Buffer.from(stdin),
    isTerminal: false,
    colour: false,
  };
  return { code: await main(argv, io), ...text };
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const service = (port: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: shop, namespace: demo }\nspec: { ports: [${port}] }\n`;
const routes = (host: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: shop, namespace: demo }\nspec: { hosts: [shop], http: [{ route: [{ destination: { host: ${host} } }] }] }\n`;
const named = service('{ name: http, port: 80 }');

test('0 when nothing is found, 1 when something is, 2 when it could not run', async () => {
  expect(await mesh(['check', file('right.yaml', named)])).toEqual({ code: 0, out: 'no findings in 1 object\n', err: '' });
  expect((await mesh(['check', file('wrong.yaml', routes('shpo'))])).code).toBe(1);
  const missing = await mesh(['check', join(folder, 'nowhere')]);
  expect(missing).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error: no file or folder is named `.*nowhere`\n$/) });
  expect((await mesh(['check'])).code).toBe(2);
  expect((await mesh(['check', '--format', 'xml', '-'])).code).toBe(2);
});

test('reads stdin, and fails from the level that is asked for', async () => {
  const doubtful = service('{ port: 80 }');
  expect((await mesh(['check', '-'], doubtful)).code).toBe(0);
  expect((await mesh(['check', '--fail-on', 'info', '-'], doubtful)).code).toBe(1);
  const { findings } = JSON.parse((await mesh(['check', '--format', 'json', '-'], doubtful)).out);
  expect(findings).toEqual([expect.objectContaining({ code: 'IST0118', level: 'info', file: '-', line: 4 })]);
});

test.each([
  ['IST0101=VirtualService shop.demo', 0],
  ['IST0101=VirtualService *.demo', 0],
  ['IST0101', 0],
  ['unknown-destination', 0],
  ['IST0101=VirtualService shop.other', 1],
  ['IST0102=VirtualService shop.demo', 1],
])('--suppress %j', async (pattern, code) => {
  expect((await mesh(['check', '-S', pattern, '-'], routes('shpo'))).code).toBe(code);
});

test("Istio's own annotation suppresses too", async () => {
  const annotated = (codes: string) =>
    routes('shpo').replace('namespace: demo', `namespace: demo, annotations: { galley.istio.io/analyze-suppress: "${codes}" }`);
  expect((await mesh(['check', '-'], annotated('IST0109, IST0101'))).code).toBe(0);
  expect((await mesh(['check', '-'], annotated('*'))).code).toBe(0);
  expect((await mesh(['check', '-'], annotated('IST0109'))).code).toBe(1);
});

test('--each judges every file as a mesh of its own, one line of JSON a file', async () => {
  const files = [file('a.yaml', named), file('b.yaml', routes('shop')), file('c.yaml', 'a: [')];
  const { code, out } = await mesh(['check', '--each', ...files]);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(code).toBe(1);
  expect(lines.map((line) => line.file)).toEqual(files);
  expect(lines.map((line) => line.findings.map((finding: { code: string }) => finding.code))).toEqual([[], ['IST0101'], ['MESH100']]);
  expect((await mesh(['check', ...files.slice(0, 2)])).code).toBe(0);
});

test('--partial leaves what is missing undecided; the assumed ingress gateway can be left out', async () => {
  const { code, out } = await mesh(['check', '--partial', '-'], routes('shpo'));
  expect(code).toBe(0);
  expect(out).toContain('info[IST0101] unknown-destination: undecided: no service');
  const gateway =
    'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: a }\nspec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }';
  expect((await mesh(['check', '-'], gateway)).code).toBe(0);
  expect((await mesh(['check', '--no-assume-ingress-gateway', '-'], gateway)).code).toBe(1);
});

test('mesh configuration comes from a file, or from the set', async () => {
  const telemetry = 'apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: { name: a }\nspec: { accessLogging: [{}] }\n';
  const config = 'defaultProviders: { accessLogging: [envoy] }';
  const warned = async (argv: string[], text: string) => (await mesh(['check', '--fail-on', 'warning', ...argv, '-'], text)).code;
  expect(await warned([], telemetry)).toBe(1);
  expect(await warned(['--mesh-config', file('mesh.yaml', config)], telemetry)).toBe(0);
  const inSet = `${telemetry}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio, namespace: istio-system }\ndata: { mesh: "${config}" }\n`;
  expect(await warned([], inSet)).toBe(0);
});

test('--fix changes the file and reports what is left', async () => {
  const path = file('fix.yaml', service('{ port: 80 }'));
  expect(await mesh(['check', '--fix', path])).toEqual({ code: 0, out: 'no findings in 1 object\n', err: 'fixed 1 finding\n' });
  expect(readFileSync(path, 'utf8')).toBe(service('{ name: http, port: 80 }'));
});

test('explain prints the page of a code or a rule, and names the nearest', async () => {
  expect((await mesh(['explain', 'ist0112'])).out).toMatch(/^# ambiguous-destination-port \(IST0112, error\)/);
  expect((await mesh(['explain', 'IST0101'])).out.match(/^# .*\(IST0101, error\)$/gm)?.length).toBeGreaterThan(3);
  expect(await mesh(['explain', 'unknown-gatway'])).toMatchObject({
    code: 2,
    err: 'error: no rule has the code or name `unknown-gatway`\n  fix: mesh explain unknown-gateway\n',
  });
});

const seed = join(__dirname, '../../../shared/seed');
const withSeed = existsSync(seed) ? test : test.skip;

withSeed("the article's own manifests: each of the mistakes its reader would make is found by name", async () => {
  const rules = async (part: string) => {
    const { findings } = JSON.parse((await mesh(['check', '--format', 'json', join(seed, part)])).out);
    return new Set(findings.map(({ rule }: { rule: string }) => rule));
  };
  const both = [...(await rules('1-discovering-services')), ...(await rules('2-traffic-management'))];
  expect(both).toEqual(
    expect.arrayContaining([
      'prefix-crosses-segment',
      'gateway-without-selector',
      'overlapping-selectors',
      'unpinned-image',
      'duplicate-object',
      'unprepared-workload',
      'old-api-version',
    ]),
  );
});

test('what this project declares: nothing is found, with each way to release applied over it', async () => {
  const dist = join(__dirname, '../../dist');
  expect(await mesh(['check', '--fail-on', 'info', dist])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^no findings in \d+ objects\n$/),
  });
});
