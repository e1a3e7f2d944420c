/**
 * Compares what the checker says about single objects with what the real API server and istiod said, case by case:
 * `npm run score:checks -- [folder of cases] [--show N] [--predictions FILE]`. A case agrees when the codes, "is it refused"
 * and "is there a warning" are the same.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agreement, type Case, corpusFolder, judge, readCases, sets } from './checks-corpus';

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { show: { type: 'string', default: '0' }, predictions: { type: 'string' } },
  });
  const folder = positionals[0] ?? corpusFolder;
  const predictions: string[] = [];
  for (const set of Object.keys(sets) as (keyof typeof sets)[]) {
    const cases = readCases(set, folder);
    if (cases === undefined) console.log(`${set}  no cases in ${folder}: nothing to compare`);
    else score(set, cases, Number(values.show), predictions);
  }
  if (values.predictions !== undefined) writeFileSync(values.predictions, predictions.join(''));
}

function score(set: string, cases: readonly Case[], show: number, predictions: string[]): void {
  const tally = { refusal: 0, schema: 0, codes: 0, all: 0 };
  let shown = 0;
  const start = process.hrtime.bigint();
  for (const each of cases) {
    const judged = judge(each.object);
    const { codes, errors, warnings } = judged;
    predictions.push(`${JSON.stringify({ id: each.id, codes, errors, warnings })}\n`);
    const right = agreement(each, judged);
    for (const [part, agrees] of Object.entries(right)) if (agrees) tally[part as keyof typeof tally]++;
    if (!right.all && shown++ < show) console.log(JSON.stringify({ ...each, right, judged }));
  }
  const seconds = (Number(process.hrtime.bigint() - start) / 1e9).toFixed(2);
  const share = (count: number) => `${count}/${cases.length} ${((100 * count) / cases.length).toFixed(1)} %`;
  console.log(
    `${set}  all ${share(tally.all)}  refused or not ${share(tally.refusal)}  by the schema ${share(tally.schema)}  codes ${share(tally.codes)}  ${seconds} s`,
  );
}

main();
