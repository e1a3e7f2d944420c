/**
 * How far the evaluator agrees with recorded answers of the real istiod and Envoy: `npm run score:routes -- [FOLDER] [--show N]`.
 * A folder holds `world.json` and cases, a JSON line each; a weighted answer was recorded many times over.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRecorded, readRecordedWorld, recordedDifferences } from '../lib/route/recorded';

function main(folder: string, show: number): number {
  if (!existsSync(join(folder, 'world.json'))) {
    console.log(`no recorded answers in ${folder}: nothing to compare with`);
    return 0;
  }
  const world = readRecordedWorld(folder);
  const groups = new Map<string, { right: number; all: number }>();
  const wrongs: string[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    for (const one of readRecorded(join(folder, file))) {
      const group = groups.get(one.group) ?? { right: 0, all: 0 };
      groups.set(one.group, group);
      for (const [index, wrong] of recordedDifferences(one, world).entries()) {
        group.all++;
        if (wrong.length === 0) group.right++;
        else wrongs.push(`${one.id} ${index}: ${wrong.join(', ')}`);
      }
    }
  }
  return report(groups, wrongs, show);
}

function report(groups: ReadonlyMap<string, { right: number; all: number }>, wrongs: readonly string[], show: number): number {
  const total = { right: 0, all: 0 };
  for (const [name, { right, all }] of [...groups].sort()) {
    total.right += right;
    total.all += all;
    console.log(`${name.padEnd(14)} ${((100 * right) / all).toFixed(2).padStart(6)} %  ${right}/${all}`);
  }
  console.log(
    `${'all'.padEnd(14)} ${((100 * total.right) / Math.max(1, total.all)).toFixed(2).padStart(6)} %  ${total.right}/${total.all}`,
  );
  for (const wrong of wrongs.slice(0, show)) console.log(`  ${wrong}`);
  return wrongs.length === 0 ? 0 : 1;
}

const { values, positionals } = parseArgs({ options: { show: { type: 'string', default: '20' } }, allowPositionals: true });
process.exitCode = main(positionals[0] ?? join(__dirname, '..', '..', 'shared', 'corpus', 'routes'), Number(values.show));
