/**
 * Packs this package, installs it into a fresh app such as `cdk8s init typescript-app` makes, and uses it there: its types under
 * TypeScript 5 by both ways to resolve modules, its synth, and the `mesh` command; then installs the command alone. Run it by `npm run test:pack`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..');
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { peerDependencies: Record<string, string> };

/** What the fresh app is made of; `typescript` is the last that is written in TypeScript, as most users have it. */
const dependencies = { ...peerDependencies, '@types/node': '20.19.43', typescript: '5.9.3' };

/** The options of `cdk8s init`, whose module resolution knows no `exports`, and those of Node's own. */
const compilers = {
  'tsconfig.json': { module: 'commonjs', moduleResolution: 'node10' },
  'tsconfig.node16.json': { module: 'node16', moduleResolution: 'node16', noEmit: true },
};

const main = `import { App, Chart } from 'cdk8s';
import { Gateway, MeshApp, Microservice, Path, Server, VirtualService } from 'meshwright';
import { PeerAuthentication, PeerAuthenticationSpecMtlsMode } from 'meshwright/imports/security.istio.io';
import { VirtualService as L1 } from 'meshwright/imports/networking.istio.io';
import { explain, IngressRouter, Mesh, request } from 'meshwright/mesh';

const app: App = new MeshApp();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const users = new Microservice(chart, 'user', { image: 'registry.example.com/user', port: 8000, versions: { v1: {}, v2: {} } });
const gateways = [new Gateway(chart, 'ingressgateway', { servers: [Server.http({ hosts: ['shop.example.com'] })] })];
new VirtualService(chart, 'shop', {
  gateways,
  hosts: ['shop.example.com'],
  routes: [{ path: Path.under('/user'), rewrite: '/', to: users.split({ v1: 90, v2: 10 }) }],
});
// @ts-expect-error the names of versions are types in the published declarations too
const unknown = () => users.version('v3');
new PeerAuthentication(chart, 'mtls', { spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } } });
new L1(chart, 'raw', { metadata: { name: String(unknown.length) }, spec: { hosts: ['raw.example.com'], http: [{ redirect: { uri: '/' } }] } });
app.synth();
const { decision } = explain(new IngressRouter(Mesh.fromFiles('dist')), request('http://shop.example.com/user'));
if (decision.destinations.length !== 2) throw new Error('the installed engine answers ' + decision.status + ' ' + decision.reason);
`;

async function packTest(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-pack-'));
  try {
    run('npm', ['pack', '--pack-destination', folder], root);
    const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
    const app = join(folder, 'app');
    mkdirSync(app);
    writeApp(app, `file:../${tarball}`);
    run('npm', ['install', '--no-audit', '--no-fund'], app);
    for (const project of Object.keys(compilers)) run('npx', ['--no-install', 'tsc', '--project', project], app);
    run('node', ['main.js'], app);
    run('npx', ['--no-install', 'mesh', 'explain', 'IST0101'], app);
    for (const file of ['mesh.svg', 'mesh.html']) run('npx', ['--no-install', 'mesh', 'graph', 'dist', '-o', file], app);
    await expectServed(app);
    expectKinds(join(app, 'dist', 'shop.k8s.yaml'));
    commandAlone(join(folder, 'command'), `file:../${tarball}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who only asks installs no constructs: one package without dependencies, and the verbs work. */
function commandAlone(folder: string, meshwright: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'command', private: true, dependencies: { meshwright } }));
  run('npm', ['install', '--no-audit', '--no-fund'], folder);
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  if (packages.join() !== 'meshwright') throw new Error(`the command alone installs ${packages.join(', ')}`);
  const size = sizeOf(join(folder, 'node_modules', 'meshwright'));
  if (size > mostMegabytes) throw new Error(`the command alone is ${size.toFixed(1)} MB, which is more than ${mostMegabytes}`);
  console.log(`the command alone: 1 package, ${size.toFixed(1)} MB`);
  const dist = join(root, 'dist');
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  // Twice, as the second run has the compiled code of the first.
  for (const _ of ['first', 'second']) {
    run('npx', ['--no-install', 'mesh', 'check', dist], folder, env);
    run('npx', ['--no-install', 'mesh', 'route', dist, 'http://microservice.retailvoice.xyz/user'], folder, env);
  }
  run('npx', ['--no-install', 'mesh', 'check', dist], folder, { ...env, NODE_DISABLE_COMPILE_CACHE: '1' });
}

const mostMegabytes = 10;

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(folder, file)));
  return files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 1e6;
}

function writeApp(folder: string, meshwright: string): void {
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  write('package.json', { name: 'app', private: true, dependencies: { ...dependencies, meshwright } });
  writeFileSync(join(folder, 'main.ts'), main);
  for (const [file, options] of Object.entries(compilers)) {
    write(file, { compilerOptions: { target: 'ES2022', strict: true, types: ['node'], ...options }, files: ['main.ts'] });
  }
}

function run(command: string, args: string[], cwd: string, env = process.env): void {
  console.log(`$ ${[command, ...args].join(' ')}`);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}\n${stdout}${stderr}`);
}

/** The page of `mesh serve`, with its script, from the first line that it prints: its URL. */
async function expectServed(app: string): Promise<void> {
  console.log('$ node_modules/.bin/mesh serve dist --port 0');
  const server = spawn(join(app, 'node_modules', '.bin', 'mesh'), ['serve', 'dist', '--port', '0'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = await Promise.race([once(server.stdout, 'data'), once(server, 'exit')]);
    const page = await (await fetch(String(url).trim())).text();
    if (!page.includes('shop.example.com') || (page.match(/<script/g) ?? []).length !== 2)
      throw new Error(`\`mesh serve\` does not serve the page of dist:\n${page.slice(0, 500)}`);
  } finally {
    server.kill();
  }
}

function expectKinds(file: string): void {
  const kinds = new Set(readFileSync(file, 'utf8').match(/^kind: .*/gm));
  const expected = ['Deployment', 'Service', 'DestinationRule', 'Gateway', 'VirtualService', 'PeerAuthentication'];
  const missing = expected.filter((kind) => !kinds.has(`kind: ${kind}`));
  if (missing.length > 0) throw new Error(`the installed package did not write ${missing.join(', ')}`);
  console.log(`wrote ${[...kinds].length} kinds`);
}

packTest().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
