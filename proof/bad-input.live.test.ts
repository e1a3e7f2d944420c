import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run said, how it ended, and which network namespaces it had made. */
interface Run {
  readonly code: number | null;
  readonly said: string;
  readonly namespaces: ReadonlySet<string>;
}

const tsx = join(__dirname, '..', 'node_modules', '.bin', 'tsx');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-bad-input-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the proof as a user would, from outside any sandbox. */
function prove(
  args: readonly string[],
  { env = {}, onSaid }: { env?: NodeJS.ProcessEnv; onSaid?: (said: string, run: ChildProcess) => void } = {},
): Promise<Run> {
  const { MESHWRIGHT_SANDBOX: _, ...own } = process.env;
  const child = spawn(process.execPath, [tsx, ...args], { env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const namespaces = new Set<string>();
  const watch = setInterval(() => {
    for (const pid of descendants(child.pid)) for (const namespace of namespaceOf(pid)) namespaces.add(namespace);
  }, 100);
  return new Promise((resolve) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk;
      onSaid?.(said, child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code, said, namespaces });
    });
  });
}

function descendants(pid: number | undefined): string[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return children.flatMap((child) => [child, ...descendants(Number(child))]);
  } catch {
    return [];
  }
}

/** The network namespace of a process, unless it is this machine's own. */
function namespaceOf(pid: string): string[] {
  try {
    const namespace = readlinkSync(`/proc/${pid}/ns/net`);
    return namespace === readlinkSync('/proc/self/ns/net') ? [] : [namespace];
  } catch {
    return [];
  }
}

/** Processes that still run in one of the namespaces. */
function leftIn(namespaces: ReadonlySet<string>): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => namespaceOf(pid).some((namespace) => namespaces.has(namespace)));
}

async function untilClean(namespaces: ReadonlySet<string>): Promise<string[]> {
  for (let tries = 0; tries < 20 && leftIn(namespaces).length > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  return leftIn(namespaces);
}

/** Writes files and gives their paths. */
function write(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const table = () => write('requests.json', { requests: [{ url: 'http://a.com/' }] });
const list = (...items: object[]) => ({ apiVersion: 'v1', kind: 'List', items });

const badManifests: readonly { title: string; manifests: object; words: readonly RegExp[] }[] = [
  {
    title: 'a manifest that the API server refuses',
    manifests: list({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'wrong', namespace: 'default' },
      spec: { hosts: ['a.com'], htttp: [] },
    }),
    words: [/the API server refused something of `.*refused\.json`/, /\| .*unknown field .*htttp/],
  },
  {
    title: 'a service that never becomes ready',
    manifests: list(deployment('slow', { httpGet: { path: '/nowhere', port: 8000 } })),
    words: [
      /after 6 s this did not hold: all Deployments of default are ready/,
      /Deployment default\/slow is not ready/,
      /slow-\S+\/app is not ready: readiness: HTTP probe answered 404/,
      /\| slow-\S+\/app: .*"path":"\/nowhere","status":404/,
    ],
  },
  {
    title: 'a gateway that refuses what istiod sends',
    manifests: list({
      apiVersion: 'networking.istio.io/v1alpha3',
      kind: 'EnvoyFilter',
      metadata: { name: 'wrong', namespace: 'istio-system' },
      spec: {
        configPatches: [
          {
            applyTo: 'HTTP_FILTER',
            match: { context: 'GATEWAY' },
            patch: {
              operation: 'INSERT_BEFORE',
              value: {
                name: 'none',
                typed_config: {
                  '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct',
                  type_url: 'type.googleapis.com/no.such.Filter',
                  value: {},
                },
              },
            },
          },
        ],
      },
    }),
    words: [
      /the gateway refused what istiod sent: .*lds\.update_rejected/,
      /\| .*(no\.such\.Filter|Didn't find a registered implementation)/,
    ],
  },
];

test.each(badManifests)(
  '$title: says why, exits with 2, leaves nothing',
  async ({ title, manifests, words }) => {
    const name = title.includes('refuses') && title.includes('manifest') ? 'refused.json' : `${title.replaceAll(' ', '-')}.json`;
    const { code, said, namespaces } = await prove([
      join(__dirname, 'cli.ts'),
      write(name, manifests),
      '--requests',
      table(),
      '--patience',
      '6',
    ]);
    for (const word of words) expect(said).toMatch(word);
    expect(code).toBe(2);
    expect(namespaces.size).toBeGreaterThan(0);
    expect(await untilClean(namespaces)).toEqual([]);
  },
  120_000,
);

test('a port in use: says which program met it, exits with 2, leaves nothing', async () => {
  const occupied =
    "require('node:net').createServer().listen(2379, '127.0.0.1', () => require('node:child_process').spawn(process.argv[1], process.argv.slice(2), { stdio: 'inherit' }).on('exit', (code) => process.exit(code)))";
  const args = ['--eval', occupied, tsx, join(__dirname, 'cli.ts'), '--only', 'control'];
  const { code, said, namespaces } = await prove([join(__dirname, 'inside.ts'), process.execPath, ...args]);
  expect(said).toMatch(/etcd ended \(exit code 1\) before this held: etcd is healthy/);
  expect(said).toMatch(/\| .*address already in use/);
  expect(code).toBe(2);
  expect(await untilClean(namespaces)).toEqual([]);
}, 60_000);

test('a missing program: says how to get it, exits with 2', async () => {
  const { code, said, namespaces } = await prove([join(__dirname, 'cli.ts')], { env: { XDG_CACHE_HOME: join(folder, 'empty') } });
  expect(said).toMatch(/`istioctl` of istio is not in .* at the pinned version\n {4}fix: npm run prove:setup/);
  expect(code).toBe(2);
  expect(await untilClean(namespaces)).toEqual([]);
}, 60_000);

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s in the middle leaves nothing',
  async (signal) => {
    let sent = false;
    const { code, namespaces } = await prove([join(__dirname, 'cli.ts'), '--only', 'admission'], {
      onSaid: (said, run) => {
        if (!sent && said.includes('sidecars up in')) sent = run.kill(signal);
      },
    });
    expect(sent).toBe(true);
    expect(code).toBe(signal === 'SIGKILL' ? null : 2);
    expect(namespaces.size).toBeGreaterThan(0);
    expect(await untilClean(namespaces)).toEqual([]);
  },
  120_000,
);

test.each([
  ['no table', ['x.yaml'], 'no table of requests given for the paths'],
  ['no such path', ['nowhere.yaml', '--requests', 'REQUESTS'], 'no file or folder is named `nowhere.yaml`'],
  ['an unknown scenario', ['--only', 'nothing'], "argument 'nothing' is invalid"],
])(
  '%s is said at once',
  async (_, args, words) => {
    const { code, said } = await prove([join(__dirname, 'cli.ts'), ...args.map((arg) => (arg === 'REQUESTS' ? table() : arg))]);
    expect(said).toContain(words);
    expect(code).toBe(2);
  },
  30_000,
);

function deployment(name: string, readinessProbe: object): object {
  const labels = { app: name };
  const container = { name: 'app', image: 'microservice/user:v1', ports: [{ containerPort: 8000 }], readinessProbe };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: { selector: { matchLabels: labels }, template },
  };
}
