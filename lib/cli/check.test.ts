import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testWhere } from '../../scripts/test-where';
import { allRules } from '../check/all-rules';
import { processorTime } from '../manifest/processor-time.test.helper';
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

testWhere(seed)(
  "the article's own manifests: each of the mistakes its reader would make is found by name (needs ../shared/seed)",
  async () => {
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
  },
);

test('what this project declares: nothing is found, with each way to release applied over it', async () => {
  const dist = join(__dirname, '../../dist');
  expect(await mesh(['check', '--fail-on', 'info', dist])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^no findings in \d+ objects\n$/),
  });
});

const forged = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: "a\\e[31mRED\\e]0;pwn\\a\\n::error file=x::INJ", namespace: demo }
spec: { hosts: ["\\e[2Jx\\n::warning::inj"], http: [{ route: [{ destination: { host: "z\\x9b\\u202e\\n::error::zz" } }] }] }
`;

test.each(['pretty', 'github', 'json', 'sarif'])('%s shows what a terminal or a CI system would obey', async (format) => {
  const path = file('x\n::error::file\u001b[31m.yaml', forged);
  const { out } = await mesh(['check', '--format', format, path]);
  expect(out).not.toMatch(/[^\P{C}\n]|[\u2028-\u202e]/u);
  const commands = out.split('\n').filter((line) => line.startsWith('::'));
  for (const command of commands) expect(command).toMatch(format === 'github' ? /^::(error|warning|notice) .*title=\w+ [\w-]+::/ : /^$/);
  if (format !== 'pretty' && format !== 'github') expect(() => JSON.parse(out)).not.toThrow();
});

test('an error on stderr is one line, whatever the name in it', async () => {
  const { code, err } = await mesh(['check', 'no\u001b[31m\n::error::x']);
  expect([code, err]).toEqual([2, 'error: no file or folder is named `no\\u001b[31m\\n::error::x`\n']);
});

test('many findings of one rule are counted, not shown', async () => {
  const many = Array.from({ length: 80 }, (_, index) =>
    routes(`nobody${index}`).replace('name: shop', `name: shop${index}`).replace('[shop]', `[h${index}]`),
  ).join('---\n');
  const { out } = await mesh(['check', '-'], many);
  expect(out.match(/^error\[IST0101\]/gm)).toHaveLength(50);
  expect(out).toContain('… and 30 more of IST0101 unknown-destination (--format json has them all)');
  expect(out).toMatch(/80 errors/);
  expect((await mesh(['check', '--format', 'github', '-'], many)).out).toContain(
    '::notice title=IST0101 unknown-destination::30 more findings',
  );
});

test('kinds without a schema are counted in the summary', async () => {
  const widget = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\n';
  expect((await mesh(['check', '-'], widget)).out).toBe('no findings in 1 object; 1 of a kind without a schema: Widget (example.com/v1)\n');
  const { summary } = JSON.parse((await mesh(['check', '--format', 'json', '-'], widget)).out);
  expect(summary.withoutSchema).toEqual({ 'Widget (example.com/v1)': 1 });
});

test.each([
  ['MESHO21=Pod a.default', '-S MESH021=Pod a.default'],
  ['(((', 'mesh rules lists them'],
  ['unknown-destinatoin', '-S unknown-destination'],
])('-S %j names no rule', async (pattern, fix) => {
  const { code, err } = await mesh(['check', '-S', pattern, '-'], named);
  expect([code, err]).toEqual([2, expect.stringContaining(`fix: ${fix}\n`)]);
});

test('a pattern of many stars takes no longer than its text', async () => {
  const elapsed = processorTime();
  expect(
    (await mesh(['check', '-S', `IST0101=${'*a'.repeat(60)}${'*'.repeat(60)}x`, '-'], routes('shpo').replaceAll('shop', 'a'.repeat(60))))
      .code,
  ).toBe(1);
  expect(elapsed()).toBeLessThan(2000);
});

test('--quiet says nothing of nothing; -o writes to a file; --color paints', async () => {
  expect(await mesh(['check', '-q', '-'], named)).toEqual({ code: 0, out: '', err: '' });
  expect((await mesh(['check', '-q', '-'], routes('shpo'))).out).toMatch(/^error\[IST0101\]/);
  const path = join(folder, 'report.txt');
  expect(await mesh(['check', '-o', path, '--color', 'always', '-'], routes('shpo'))).toEqual({ code: 1, out: '', err: '' });
  expect(readFileSync(path, 'utf8')).toContain('\u001b[1m');
  expect((await mesh(['check', '-o', folder, '-'], named)).code).toBe(2);
});

test('places attach in a code host: from the root of the repository, also in a revision and from a folder below', async () => {
  const repository = join(folder, 'repository');
  mkdirSync(join(repository, 'deploy'), { recursive: true });
  const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@x', ...args], { cwd: repository });
  writeFileSync(join(repository, 'deploy/a.yaml'), routes('shpo'));
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  const before = process.cwd();
  process.chdir(join(repository, 'deploy'));
  try {
    for (const path of ['a.yaml', 'git:HEAD:a.yaml', join(repository, 'deploy')]) {
      expect((await mesh(['check', '--format', 'github', path])).out).toMatch(/^::error file=deploy\/a\.yaml,line=4,/);
      const { runs } = JSON.parse((await mesh(['check', '--format', 'sarif', path])).out);
      expect(runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({ uri: 'deploy/a.yaml' });
      expect(runs[0].tool.driver.version).toMatch(/^\d+\.\d+\.\d+/);
    }
    expect((await mesh(['check', '--format', 'github', '-'], routes('shpo'))).out).toMatch(/^::error title=/);
  } finally {
    process.chdir(before);
  }
});

test('rules lists every rule once; version is that of the package', async () => {
  const lines = (await mesh(['rules'])).out.trimEnd().split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^IST0112 {2}error {4}ambiguous-destination-port: \S/));
  expect(lines).toHaveLength(allRules.length);
  expect(JSON.parse((await mesh(['rules', '--json'])).out)).toHaveLength(allRules.length);
  expect((await mesh(['version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(await mesh(['explain'])).toMatchObject({ code: 2, err: expect.stringContaining('mesh rules lists them') });
});
