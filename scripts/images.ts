/**
 * Builds the services' images from their Dockerfiles, without a registry of images and without an engine, and runs each once
 * from its own root file system. Run it as root on Linux by `npm run images`; it needs `buildah`.
 *
 * Exits 0 when every check passed, 1 when one did not, 2 when it could not run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builderEnvironment, writeBase, writeBuilder } from './image-base';
import { type Check, checkImage, type ImageRoot } from './image-run';

const repository = join(__dirname, '..');

async function main(): Promise<number> {
  requireTools();
  const folder = mkdtempSync(join(tmpdir(), 'images-'));
  const buildah = new Buildah(folder);
  try {
    buildah.buildBase('base', writeBase);
    buildah.buildBase('builder', writeBuilder, [builderEnvironment()]);
    const checks: Check[] = [];
    for (const name of servicesWithImage()) {
      const image = buildah.buildService(name);
      console.log(`${name}: ${image.config.Entrypoint?.join(' ')}`);
      const results = await checkImage(image).catch(notRun);
      for (const { what, passed, seen } of results) console.log(`  ${passed ? 'ok' : 'NOT OK'}  ${what} (${seen})`);
      checks.push(...results);
    }
    const failed = checks.filter(({ passed }) => !passed).length;
    console.log(`${checks.length - failed} passed, ${failed} failed`);
    return failed > 0 ? 1 : 0;
  } finally {
    buildah.end();
    rmSync(folder, { recursive: true });
  }
}

/** An image that cannot be run is a finding, not a failure of this script. */
function notRun(error: Error): Check[] {
  return [{ what: 'runs', passed: false, seen: error.message }];
}

function requireTools(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) throw new Error('images are built and run as root on Linux only');
  if (has('buildah')) return;
  if (!process.env.CI) throw new Error('`buildah` is not installed\n  fix: apt-get install buildah');
  for (const step of [['update'], ['install', '--yes', '--no-install-recommends', 'buildah']]) {
    execFileSync('apt-get', ['-qq', ...step], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

function has(program: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

function servicesWithImage(): string[] {
  return readdirSync(join(repository, 'services')).filter((name) => existsSync(join(repository, 'services', name, 'Dockerfile')));
}

/** buildah with a storage of its own, so that nothing is left on the machine. */
class Buildah {
  /** Where the kernel has overlays, the images share the layer that `npm ci` makes; copying it to share it would cost more than it saves. */
  private readonly layered = readFileSync('/proc/filesystems', 'utf8').includes('\toverlay\n');

  constructor(private readonly folder: string) {}

  buildBase(name: string, write: (root: string) => void, instructions: readonly string[] = []): void {
    const root = join(this.folder, name);
    mkdirSync(root);
    write(root);
    const dockerfile = `${root}.Dockerfile`;
    writeFileSync(dockerfile, ['FROM scratch', 'COPY . /', ...instructions, ''].join('\n'));
    this.build(name, root, ['--file', dockerfile]);
    rmSync(root, { recursive: true });
  }

  buildService(name: string): ImageRoot {
    const bases = ['--build-arg', 'BASE=localhost/base', '--build-arg', 'BUILDER=localhost/builder'];
    this.build(name, repository, ['--file', join(repository, 'services', name, 'Dockerfile'), ...bases]);
    const { OCIv1 } = JSON.parse(this.run(['inspect', '--type', 'image', `localhost/${name}`]));
    return { folder: this.run(['mount', this.run(['from', `localhost/${name}`])]), config: OCIv1.config };
  }

  end(): void {
    this.run(['rm', '--all']);
  }

  private build(name: string, context: string, options: string[]): void {
    const started = Date.now();
    this.run(['build', '--isolation', 'chroot', `--layers=${this.layered}`, '--tag', `localhost/${name}`, ...options, context]);
    console.log(`localhost/${name} built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }

  private run(command: string[]): string {
    const storage = ['--root', join(this.folder, 'storage'), '--runroot', join(this.folder, 'run')];
    const driver = ['--storage-driver', this.layered ? 'overlay' : 'vfs'];
    return execFileSync('buildah', [...storage, ...driver, ...command], {
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 2 ** 26,
    }).trim();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
