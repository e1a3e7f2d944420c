import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import '../lib'; // so that a change of any construct runs this

test('the properties that constructs accept at run time are those of their types', () => {
  const tsx = join(require.resolve('tsx/package.json'), '../dist/cli.mjs');
  const { stderr, status } = spawnSync(process.execPath, [tsx, join(__dirname, 'properties.mts'), '--check'], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
}, 30_000);
