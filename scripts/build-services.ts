/**
 * Bundles each service, or those named, to one file that needs Node alone: `build/services/<name>/server.js`. Run it by
 * `npm run build:services -- [name…]`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '..');

/** The folders of `services/` that hold a program. */
function serviceNames(): string[] {
  return readdirSync(join(root, 'services')).filter((name) => existsSync(join(root, 'services', name, 'server.ts')));
}

async function bundle(name: string): Promise<void> {
  const outfile = join(root, 'build', 'services', name, 'server.js');
  await build({
    entryPoints: [join(root, 'services', name, 'server.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    legalComments: 'eof',
    logLevel: 'warning',
  });
  console.log(relative(root, outfile));
}

async function main(names: string[]): Promise<void> {
  const known = serviceNames();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no service is named \`${unknown}\`: there are ${known.join(' and ')}`);
  await Promise.all((names.length > 0 ? names : known).map(bundle));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
