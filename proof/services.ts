import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { anyImage, type ImageProgram } from './kubelet/images';
import { sandboxFolder } from './sandbox';

const services = join(__dirname, '..', 'services');

/** The project's own services as programs: `…/microservice/<name>` runs `services/<name>/server.ts`, bundled. */
export async function serviceImages(): Promise<ImageProgram[]> {
  const names = readdirSync(services).filter((name) => existsSync(join(services, name, 'server.ts')));
  await bundle(Object.fromEntries(names.map((name) => [name, join(services, name, 'server.ts')])));
  return names.map((name) => ({ image: `microservice/${name}`, entrypoint: entrypoint(name) }));
}

/** Answers with what it was asked, where no other program is known for an image. */
export async function echoImage(): Promise<ImageProgram> {
  await bundle({ echo: join(__dirname, 'echo.ts') });
  return { image: anyImage, entrypoint: entrypoint('echo') };
}

function entrypoint(name: string): string[] {
  return [join(sandboxFolder, 'bin', 'node'), join(sandboxFolder, 'services', `${name}.js`)];
}

async function bundle(entryPoints: Readonly<Record<string, string>>): Promise<void> {
  const outdir = join(sandboxFolder, 'services');
  await build({
    entryPoints: { ...entryPoints },
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
}
