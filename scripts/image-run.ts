import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { kill } from 'node:process';
import { SpawnedService } from '../services/http/spawn';

/** An image's root file system, mounted on this machine, and how the image says it is run (OCI image specification, `config`). */
export interface ImageRoot {
  readonly folder: string;
  readonly config: { readonly User?: string; readonly Env?: readonly string[]; readonly Entrypoint?: readonly string[] };
}

/** One thing an image was held to. */
export interface Check {
  readonly what: string;
  readonly passed: boolean;
  readonly seen: string;
}

/** What a container engine prepares: own mounts and processes, the root as it is mounted there, `/proc`, the image's user, no way to more rights. */
const contain = `
  root=$0 mode=$1 owner=$2; shift 2
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount -o "remount,bind,$mode" "$root"
  exec setpriv --no-new-privs chroot --userspec="$owner" --groups= "$root" "$@"
`;

/** Runs inside the image: tries to write into every folder and to every file, as whoever it is. */
const intrude = `
  const { accessSync, constants, readdirSync, unlinkSync, writeFileSync } = require('node:fs');
  const able = (attempt) => { try { attempt(); return true; } catch { return false; } };
  let tried = 0;
  const written = [];
  const enter = (folder) => {
    tried++;
    if (able(() => writeFileSync(folder + 'intruder', ''))) written.push(folder), unlinkSync(folder + 'intruder');
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = folder + entry.name;
      if (entry.isDirectory() && path !== '/proc') enter(path + '/');
      else if (entry.isFile() && ++tried && able(() => accessSync(path, constants.W_OK))) written.push(path);
    }
  };
  enter('/');
  console.log(JSON.stringify({ tried, written }));
`;

/** Runs an image as its own user, asks it, stops it, and tries to write to its root. */
export async function checkImage(image: ImageRoot): Promise<Check[]> {
  return [...(await checkService(image)), checkWrites(image, 'ro', []), checkWrites(image, 'rw', ['/tmp/'])];
}

async function checkService(image: ImageRoot): Promise<Check[]> {
  const command = inside(image, image.config.Entrypoint ?? [], 'ro');
  const service = await SpawnedService.startCommand(command, { ...environmentOf(image.config), APP_NAME: 'Image', DRAIN_SECONDS: '0' });
  try {
    return await checkRunning(service, image.config.User ?? '');
  } finally {
    await service.stop('SIGKILL');
  }
}

async function checkRunning(service: SpawnedService, owner: string): Promise<Check[]> {
  const pid = Number(readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8'));
  const answers = await Promise.all(['/', '/healthz', '/readyz', '/metrics', '/none'].map((path) => service.ask(path)));
  const process = identityOf(pid);
  kill(pid, 'SIGTERM');
  const exitCode = await service.exitCode;

  const statuses = answers.map(({ status }) => status).join(' ');
  const [user, group = user] = owner.split(':');
  return [
    check('names its user by a number that is not 0', /^[1-9]\d*(:[1-9]\d*)?$/.test(owner), owner),
    check('answers with its page', JSON.stringify(answers[0]?.body).includes('"title":"Image Home Page"'), answers[0]?.body),
    check('is alive, ready, can be scraped, and knows what it does not know', statuses === '200 200 200 200 404', statuses),
    check('is the first process, its user, without a capability or a way to one', process === identity(user, group), process),
    check('stops on SIGTERM and exits 0', exitCode === 0, exitCode),
  ];
}

function checkWrites(image: ImageRoot, mode: 'ro' | 'rw', expected: readonly string[]): Check {
  const [command = '', ...options] = inside(image, [image.config.Entrypoint?.[0] ?? '', '--eval', intrude], mode);
  const output = execFileSync(command, options, { env: environmentOf(image.config), encoding: 'utf8' });
  const { tried, written } = JSON.parse(output) as { tried: number; written: string[] };
  const what = mode === 'ro' ? 'cannot write to its root when that is read-only' : 'and when it is not, only to /tmp';
  return check(what, written.join() === expected.join(), `of ${tried} folders and files written: ${written.join(' ') || 'none'}`);
}

function check(what: string, passed: boolean, seen: unknown): Check {
  return { what, passed, seen: typeof seen === 'string' ? seen : JSON.stringify(seen) };
}

function environmentOf({ Env = [] }: ImageRoot['config']): Record<string, string> {
  return Object.fromEntries(Env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** The command that runs a program inside an image. */
function inside({ folder, config }: ImageRoot, program: readonly string[], mode: 'ro' | 'rw'): string[] {
  const owner = config.User ?? '0';
  return ['unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-euc', contain, folder, mode, owner, ...program];
}

/** What the kernel says of a process: its effective ids, its number in its own namespace, its rights. */
function identityOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*?) *$`, 'm').exec(status)?.[1]?.split('\t') ?? [];
  const [uid, gid, pidInside] = [field('Uid')[1], field('Gid')[1], field('NSpid').at(-1)];
  return `pid ${pidInside} uid ${uid} gid ${gid} groups [${field('Groups')[0]}] capabilities ${field('CapEff')[0]} no_new_privs ${field('NoNewPrivs')[0]}`;
}

function identity(user = '', group = ''): string {
  return `pid 1 uid ${user} gid ${group} groups [] capabilities 0000000000000000 no_new_privs 1`;
}
