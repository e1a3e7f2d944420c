import { join } from 'node:path';
import { build } from 'esbuild';
import type { ImageProgram } from '../kubelet/images';
import { sandboxFolder } from '../sandbox';

export const slowUser = 'microservice/slow-user';

/** The program behind that image. */
export async function slowUserImage(): Promise<ImageProgram> {
  const bundle = join(sandboxFolder, 'release', 'slow-user.js');
  await build({
    entryPoints: [join(__dirname, 'slow-user.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return { image: slowUser, entrypoint: [join(sandboxFolder, 'bin', 'node'), bundle] };
}
