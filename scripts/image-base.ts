import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Root file systems made from this machine's own Node: what an image is built from where no registry of images can be
 * reached. Laid out as the public images that the Dockerfiles name, as far as the Dockerfiles rely on it.
 */

/** Stands in for the base without a shell: Node, the libraries it loads, and nothing else that can be run. */
export function writeBase(root: string): void {
  for (const folder of ['proc', 'dev', 'etc', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
  chmodSync(join(root, 'tmp'), 0o1777);
  writeFileSync(
    join(root, 'etc', 'passwd'),
    'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  );
  addProgram(root, process.execPath, '/nodejs/bin/node');
}

/** Stands in for the base that builds: npm, and the shell that npm runs scripts by. */
export function writeBuilder(root: string): void {
  writeBase(root);
  addProgram(root, '/bin/sh', '/bin/sh');
  addProgram(root, '/usr/bin/env', '/usr/bin/env');
  const bin = join(root, 'usr', 'bin');
  symlinkSync('/nodejs/bin/node', join(bin, 'node'));
  cpSync(npmFolder(), join(root, 'usr', 'lib', 'npm'), { recursive: true });
  symlinkSync('/usr/lib/npm/bin/npm-cli.js', join(bin, 'npm'));
  copyIfThere(root, '/etc/ssl/certs/ca-certificates.crt');
}

/** npm's own settings of this machine that a build inside the image needs to reach the same packages. */
export function builderEnvironment(): string {
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return `ENV NPM_CONFIG_REGISTRY=${registry} NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt`;
}

function addProgram(root: string, program: string, path: string): void {
  const destination = join(root, path);
  mkdirSync(dirname(destination), { recursive: true });
  copyFileSync(program, destination);
  for (const library of librariesOf(program)) copyIfThere(root, library);
}

/** The files that `ldd` names, the loader included. */
function librariesOf(program: string): string[] {
  const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function copyIfThere(root: string, path: string): void {
  if (!existsSync(path)) return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  copyFileSync(path, join(root, path));
}

function npmFolder(): string {
  const modules = execFileSync('npm', ['root', '--global'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  return join(modules, 'npm');
}
