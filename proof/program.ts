import { join } from 'node:path';
import { build } from 'esbuild';
import type { ImageProgram } from './kubelet/images';
import { sandboxFolder } from './sandbox';

/** A TypeScript program, and the name of the one file it is bundled to. */
interface Program {
  readonly name: string;
  readonly program: string;
}

/** Lets an image stand for a program of this project. */
export async function imageOf(image: string, { name, program }: Program): Promise<ImageProgram> {
  const bundle = join(sandboxFolder, 'services', `${name}.js`);
  await build({
    entryPoints: [program],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return { image, entrypoint: [join(sandboxFolder, 'bin', 'node'), bundle] };
}
