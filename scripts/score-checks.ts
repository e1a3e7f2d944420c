/**
 * Compares what the checker says about single objects with what the real API server and istiod said, case by case:
 * `npm run score:checks -- [folder of cases] [--show N] [--predictions FILE]`. A case agrees when the codes, "is it refused" and
 * "is there a warning" are the same.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { validateAdmission } from '../lib/check/admission/validate';
import { validateSchema } from '../lib/check/schema/validate';
import type { KubernetesObject } from '../lib/manifest/manifest';

interface Case {
  readonly id: string;
  readonly object: KubernetesObject;
  readonly expect: Verdict;
  readonly rejectedBy?: readonly ('schema' | 'unknown-field' | 'webhook')[];
}

interface Verdict {
  readonly codes: readonly string[];
  readonly errors: boolean;
  readonly warnings: boolean;
}

const sets = { B: 'validation.jsonl', C: 'crd-docs.jsonl', D: 'mutants.jsonl' };

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { show: { type: 'string', default: '0' }, predictions: { type: 'string' } },
  });
  const folder = positionals[0] ?? join(__dirname, '..', '..', 'shared', 'corpus', 'checks');
  if (!existsSync(folder)) {
    console.log(`no cases in ${folder}: nothing to compare`);
    return;
  }
  const predictions: string[] = [];
  for (const [set, file] of Object.entries(sets)) score(set, join(folder, file), Number(values.show), predictions);
  if (values.predictions !== undefined) writeFileSync(values.predictions, predictions.join(''));
}

function score(set: string, file: string, show: number, predictions: string[]): void {
  const cases = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
  const tally = { refusal: 0, schema: 0, codes: 0, all: 0 };
  let shown = 0;
  const start = process.hrtime.bigint();
  for (const each of cases) {
    const object = expand(each.object) as KubernetesObject;
    const judged = judge(object);
    predictions.push(`${JSON.stringify({ id: each.id, ...judged })}\n`);
    const right = agreement(each, judged);
    for (const [part, agrees] of Object.entries(right)) if (agrees) tally[part as keyof typeof tally]++;
    if (!right.all && shown++ < show) console.log(JSON.stringify({ ...each, right, judged }));
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const share = (count: number) => `${count}/${cases.length} ${((100 * count) / cases.length).toFixed(1)} %`;
  console.log(
    `${set}  all ${share(tally.all)}  refused or not ${share(tally.refusal)}  by the schema ${share(tally.schema)}  codes ${share(tally.codes)}  ${seconds.toFixed(2)} s`,
  );
}

function judge(object: KubernetesObject) {
  const schema = validateSchema(object);
  const admission = validateAdmission(object);
  return {
    codes: [...new Set(admission.map(({ code }) => code))].sort(),
    errors: [...schema, ...admission].some(({ level }) => level === 'error'),
    warnings: admission.some(({ level }) => level === 'warning'),
    schema: schema.length > 0,
    said: [...schema, ...admission].map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
  };
}

function agreement({ expect, rejectedBy = [] }: Case, judged: ReturnType<typeof judge>) {
  const bySchema = rejectedBy.includes('schema') || rejectedBy.includes('unknown-field');
  const relevant = (codes: readonly string[]) => codes.filter((code) => !bySchema || code !== 'IST0106').join();
  const refusal = expect.errors === judged.errors;
  const schema = bySchema === judged.schema;
  const codes = relevant(expect.codes) === relevant(judged.codes);
  return { refusal, schema, codes, all: refusal && schema && codes && expect.warnings === judged.warnings };
}

/** `{"$repeat": ["a", 3, "b"]}` stands for `aaab`. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  if ('$repeat' in value && Array.isArray(value.$repeat)) return String(value.$repeat[0]).repeat(value.$repeat[1]) + value.$repeat[2];
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, expand(field)]));
}

main();
