import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { MeshApp, type MeshAppProps } from '../app';

let folder: string;
let printed: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-rules-'));
  printed = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function appWith(spec: object, props: MeshAppProps = {}): MeshApp {
  const app = new MeshApp({ outdir: join(folder, 'dist'), ...props });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new ApiObject(chart, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop' },
    spec: { ports: [{ name: 'http', port: 80 }] },
  });
  new ApiObject(chart, 'routes', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'shop' }, spec });
  return app;
}

const isWritten = () => existsSync(join(folder, 'dist'));
const right = { hosts: ['shop'], http: [{ route: [{ destination: { host: 'shop' } }] }] };
const wrong = { hosts: ['shop'], http: [{ route: [{ destination: { host: 'shpo' } }] }] };
const doubtful = { hosts: ['shop'], http: [{ route: [{ destination: { host: 'shop' }, weight: 10 }] }] };

test('an error stops the synth before anything is written, and says which construct', () => {
  expect(() => appWith(wrong).synth()).toThrow(
    /Check: error\[IST0101\] unknown-destination: .*`shpo`\n.*VirtualService shop\/shop {3}\(shop\/routes\)(\n.*\S)*$/,
  );
  expect(isWritten()).toBe(false);
});

test('a warning is printed, and the files are written', () => {
  appWith(doubtful).synth();
  expect(printed).toMatch(/warning\[KIA1104\] lone-weight: .*\n.*\(shop\/routes\)/);
  expect(isWritten()).toBe(true);
});

test('strict lets warnings stop it too', () => {
  expect(() => appWith(doubtful, { rules: { strict: true } }).synth()).toThrow(/KIA1104/);
  expect(isWritten()).toBe(false);
});

test.each<[string, object, MeshAppProps]>([
  ['what is right', right, {}],
  ['what is suppressed', wrong, { rules: { suppress: ['IST0101=VirtualService shop.shop'] } }],
  ['what another set may hold', wrong, { rules: { partial: true } }],
  ['anything without rules', wrong, { rules: false }],
])('says nothing about %s', (_, spec, props) => {
  appWith(spec, props).synth();
  expect(printed).toBe('');
  expect(isWritten()).toBe(true);
});

test('an alternative is judged as it stands once applied over its app', () => {
  const app = appWith(right);
  const chart = new Chart(app.alternative('dark'), 'shop', { namespace: 'shop' });
  new ApiObject(chart, 'routes', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'shop' }, spec: right });
  app.synth();
  expect(printed).toBe('');
});

test('a warning about what an app and its alternatives share is printed once', () => {
  const app = appWith(doubtful);
  new Chart(app.alternative('one'), 'other', { namespace: 'shop' });
  new Chart(app.alternative('two'), 'other', { namespace: 'shop' });
  expect(app.synth()).toMatchObject({ warnings: 1, files: 3 });
  expect(printed.match(/^warning\[/gm)).toHaveLength(1);
  expect(app.synth().warnings).toBe(1);
  expect(printed.match(/^warning\[/gm)).toHaveLength(2);
});
