import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { ImageProgram } from './kubelet/images';
import { sandboxFolder } from './sandbox';

const services = join(__dirname, '..', 'services');

/** The project's own services as programs: `…/microservice/<name>` runs `services/<name>/server.ts`, bundled. */
export async function serviceImages(): Promise<ImageProgram[]> {
  const names = readdirSync(services).filter((name) => existsSync(join(services, name, 'server.ts')));
  await build({
    entryPoints: names.map((name) => ({ in: join(services, name, 'server.ts'), out: name })),
    outdir: join(sandboxFolder, 'services'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return names.map((name) => ({
    image: `microservice/${name}`,
    entrypoint: [join(sandboxFolder, 'bin', 'node'), join(sandboxFolder, 'services', `${name}.js`)],
  }));
}
