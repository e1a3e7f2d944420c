import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { Cache } from './binaries/cache';
import { ProofError } from './errors';
import { isRoot, missingForPlane } from './platform';

/** Where the sandbox keeps what its programs need, readable for every user in it: gone when it ends. */
export const sandboxFolder = '/run/meshwright';
/** The address of the control plane, and of the bridge that every pod is connected to. */
export const planeAddress = '10.244.0.1';
export const podNetwork = { bridge: 'mesh0', prefix: '10.244.', length: 16 } as const;

const mark = 'MESHWRIGHT_SANDBOX';

/**
 * Runs `main` in network, mount and process namespaces of its own, by starting this very program once more inside them.
 * All traffic stays in there, and when the inner program ends, however it ends, the kernel ends every process in the
 * namespaces and removes them: nothing is left on the machine.
 *
 * @param main returns the exit code
 */
export async function insideSandbox(main: () => Promise<number>): Promise<void> {
  if (process.env[mark] === undefined) {
    process.exitCode = await startInner();
    return;
  }
  if (process.pid === 1) prepare();
  process.exit(await main());
}

/** Whether this process may hold the user ids that sidecars and services run as: not so as an unprivileged user, who has one. */
export function hasManyUsers(): boolean {
  return !/^\s*0\s+\d+\s+1\s*$/.test(readFileSync('/proc/self/uid_map', 'utf8').trim());
}

async function startInner(): Promise<number> {
  const lacking = missingForPlane();
  if (lacking.length > 0) {
    process.stderr.write(`${new ProofError(`this machine lacks ${lacking[0]?.what}`, { fix: lacking[0]?.fix }).message}\n`);
    return 2;
  }
  const namespaces = ['--net', '--mount', '--pid', '--ipc', '--uts', ...(isRoot() ? [] : ['--map-root-user'])];
  const program = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', 'unshare', ...namespaces, '--fork', '--kill-child=KILL', '--mount-proc', '--', ...program],
    { stdio: 'inherit', env: { ...process.env, [mark]: '1', PATH: `${process.env.PATH}:/usr/sbin:/sbin` } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => forward(signal, child.pid));
  return new Promise((resolve) => {
    child.on('error', () => resolve(2));
    child.on('exit', (code) => resolve(code ?? 2));
  });
}

/** `unshare` ignores signals while its child runs: the child is told itself. */
function forward(signal: NodeJS.Signals, parent: number | undefined): void {
  try {
    const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean);
    for (const pid of children) process.kill(Number(pid), signal);
  } catch {
    // it has ended meanwhile
  }
}

/** A private `/run`, `/etc` and `/var/lib`, so that nothing written there reaches the machine; the network that pods join. */
function prepare(): void {
  const cache = new Cache();
  mkdirSync(cache.folder, { recursive: true });
  const { bridge, length } = podNetwork;
  const script = [
    'mount -t tmpfs -o mode=755 tmpfs /run',
    'mkdir -p /run/etc /run/lock',
    'cp -a /etc/. /run/etc/ 2>/dev/null || true',
    'mount --bind /run/etc /etc',
    'mkdir -p /etc/istio',
    'mount -t tmpfs -o mode=755 tmpfs /var/lib',
    `mkdir -p ${sandboxFolder}/cache ${sandboxFolder}/bin`,
    `mount --bind '${cache.folder}' ${sandboxFolder}/cache`,
    `touch ${sandboxFolder}/bin/node`,
    `mount --bind '${process.execPath}' ${sandboxFolder}/bin/node`,
    'ip link set lo up',
    `ip link add ${bridge} type bridge`,
    `ip addr add ${planeAddress}/${length} dev ${bridge}`,
    `ip link set ${bridge} up`,
  ].join('\n');
  try {
    execFileSync('sh', ['-ec', script], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new ProofError('could not prepare the namespaces', { log: [String((error as { stderr?: Buffer }).stderr ?? error)] });
  }
}
