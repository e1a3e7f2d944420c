import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { main, verbs } from './index';
import { addInputOptions } from './manifest-input';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-input-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function mesh(argv: string[], stdin = '') {
  let out = '';
  let err = '';
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    stdin: () => Buffer.from(stdin),
    isTerminal: false,
    colour: false,
  };
  return { code: await main(argv, io), out, err };
}

function file(path: string, text: string): string {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

const gateway = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: gw }
spec: { selector: { istio: ingressgateway }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop }
spec: { hosts: [shop.example.com], gateways: [gw], http: [{ route: [{ destination: { host: shop } }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { ports: [{ name: http, port: 80 }], selector: { app: shop } }
`;

test('--with lays one set over another, and what it replaces is no duplicate', async () => {
  const base = file('base/all.yaml', gateway);
  const over = file(
    'over/service.yaml',
    `apiVersion: v1\nkind: Service\nmetadata: { name: shop }\nspec: { ports: [{ name: http, port: 81 }] }\n`,
  );
  const { out, err } = await mesh(['check', base, '--with', over, '--format', 'json']);
  expect(err).toContain('replaces 1 object');
  expect(out).not.toContain('MESH019');
  expect((await mesh(['check', base, over, '--format', 'json'])).out).toContain('MESH019');
  const { out: answer } = await mesh(['route', base, '--with', over, 'http://shop.example.com/', '--json']);
  expect(JSON.parse(answer).destinations).toMatchObject([{ port: 81 }]);
});

const configured = Object.entries(verbs).map(([name, entry]): [string, Command] => {
  const command = new Command();
  entry.load().configure(command);
  return [name, command];
});

test.each(configured.filter(([, command]) => command.registeredArguments.some((argument) => argument.name() === 'paths')))(
  '%s, which takes paths, has the options of all verbs that do',
  (_, command) => {
    const flags = (of: Command) => of.options.map((option) => option.flags);
    expect(flags(command)).toEqual(expect.arrayContaining(flags(addInputOptions(new Command()))));
  },
);

test.each([
  ['check', []],
  ['hosts', []],
  ['route', ['http://shop.example.com/']],
])('%s of nothing could not run', async (verb, more) => {
  const empty = join(folder, 'empty');
  mkdirSync(empty, { recursive: true });
  const values = file('only/values.yaml', 'a: 1');
  for (const path of [empty, '-', file('zero.yaml', ''), file('comment.yaml', '# nothing\n'), values]) {
    const { code, out, err } = await mesh([verb, path, ...more]);
    expect([path, code, out]).toEqual([path, 2, '']);
    expect(err).toContain(`nothing to check in ${path === '-' ? 'stdin' : `\`${path}\``}`);
  }
  expect((await mesh([verb, values, ...more])).err).toContain('passed over 1 Helm chart file');
});

test('what lies in a folder below is read, and the namespace of `-n` is that of objects without one', async () => {
  file('apps/shop/all.yaml', gateway);
  const apps = join(folder, 'apps');
  expect((await mesh(['route', apps, 'http://shop.example.com/'])).out).toMatch(/^200 [\s\S]*destination shop\.default/);
  expect((await mesh(['route', '-n', 'live', apps, 'http://shop.example.com/'])).out).toMatch(/^200 [\s\S]*destination shop\.live/);
  expect((await mesh(['route', '--namespace', `${apps}/shop=below`, 'http://shop.example.com/', apps])).out).toMatch(
    /^200 [\s\S]*destination shop\.below/,
  );
  expect(await mesh(['check', '-n', 'No', apps])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/a namespace is a DNS label, got `No`/),
  });
});

test('a note says what was passed over; --strict makes it an error', async () => {
  file('mixed/a.yaml', gateway);
  file('mixed/package.json', '{}');
  const mixed = join(folder, 'mixed');
  expect(await mesh(['check', mixed])).toMatchObject({ code: 0, err: expect.stringMatching(/^note: passed over 1 file without objects/) });
  expect(await mesh(['check', '--strict', mixed])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/package.json` is no manifest/),
    err: '',
  });
});

test('a pipe may be named, as a shell makes it of `<(…)`', () => {
  const cli = join(__dirname, 'index.ts');
  const script = `node --require ./scripts/typescript.cjs ${cli} check <(printf '${gateway.replaceAll('\n', '\\n')}')`;
  const out = execFileSync('bash', ['-c', script], { cwd: join(__dirname, '../..') }).toString();
  expect(out).toMatch(/in 3 objects/);
});
