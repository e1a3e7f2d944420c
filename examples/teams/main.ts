import { join } from 'node:path';
import { carts } from './carts';
import { catalog } from './catalog';
import { platform } from './platform';

/** Each team's app is synthesized by itself, here one after the other. */
export function synthTeams(outdir: string): void {
  platform({ outdir: join(outdir, 'platform') }).synth();
  carts({ outdir: join(outdir, 'carts') }).synth();
  catalog({ outdir: join(outdir, 'catalog') }).synth();
}

if (require.main === module) synthTeams(join(__dirname, 'dist'));
