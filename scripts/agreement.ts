/**
 * How far the checker agrees with the real Istio on judged cases: `npm run agreement -- FOLDER [--show N] [--set A]`.
 * A case is one object or one set of files, with the codes that Istio's own code gave it and whether the cluster refuses it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { meshConfigMap } from '../lib/check/mesh-config';
import { check } from '../lib/check/run';
import { type Manifest, sourceOfObject } from '../lib/manifest/manifest';
import { parseManifests } from '../lib/manifest/parse-manifests';
import type { Reading } from '../lib/manifest/reading';

interface Case {
  readonly id: string;
  readonly set: string;
  readonly files?: readonly { readonly name: string; readonly yaml: string }[];
  readonly object?: unknown;
  readonly meshConfig?: string;
  readonly meshNetworks?: string;
  readonly expect: Expectation;
  readonly clusterView?: { readonly expect: Expectation };
  readonly rejectedBy?: readonly string[];
}

interface Expectation {
  readonly codes: readonly string[];
  readonly errors: boolean;
  readonly warnings: boolean;
}

const seed = join(__dirname, '..', '..');

function readingOf(one: Case): Reading {
  const reading: Reading = { manifests: [...meshConfigOf(one)], problems: [] };
  const texts = one.files?.map((file) => [file.name, fileText(file)] as const) ?? [
    [`${one.id}.json`, JSON.stringify(expand(one.object))] as const,
  ];
  for (const [name, text] of texts) {
    const part = parseManifests(text, name);
    reading.manifests.push(...part.manifests);
    reading.problems.push(...part.problems);
  }
  return reading;
}

function fileText({ name, yaml }: { name: string; yaml?: string }): string {
  return yaml ?? readFileSync(join(seed, name), 'utf8');
}

function meshConfigOf({ meshConfig, meshNetworks }: Case): Manifest[] {
  if (meshConfig === undefined && meshNetworks === undefined) return [];
  return [{ object: meshConfigMap({ mesh: meshConfig, meshNetworks }), source: sourceOfObject() }];
}

/** Very long strings are kept short in the cases: `{"$repeat": [text, times, end]}`. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  if ('$repeat' in value && Array.isArray(value.$repeat))
    return String(value.$repeat[0]).repeat(Number(value.$repeat[1])) + String(value.$repeat[2]);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expand(entry)]));
}

/** What istiod's validator says of one object; of an object alone, most others it refers to are missing. */
const ofOneObject: ReadonlySet<string> = new Set(['IST0106', 'IST0130', 'IST0131', 'IST0133']);

interface Verdict {
  readonly ok: boolean;
  readonly rejectOk: boolean;
  readonly wanted: string;
  readonly given: string;
}

function judge(one: Case): Verdict {
  const findings = check(readingOf(one));
  const ours = new Set(
    findings.map(({ code }) => code).filter((code) => (one.set === 'A' ? code.startsWith('IST') : ofOneObject.has(code))),
  );
  const expected = one.set === 'A' && one.clusterView ? one.clusterView.expect : one.expect;
  const optional = one.rejectedBy && one.rejectedBy.length > 0 && !one.rejectedBy.includes('webhook') ? 'IST0106' : '';
  const wanted = [...expected.codes]
    .filter((code) => code !== optional)
    .sort()
    .join(' ');
  const given = [...ours]
    .filter((code) => code !== optional)
    .sort()
    .join(' ');
  const rejects = findings.some(
    ({ code, level }) => level === 'error' && (one.set === 'A' ? code.startsWith('IST') : /^(IST0106|MESH100)$/.test(code)),
  );
  const rejected = one.set === 'A' ? expected.errors : (one.rejectedBy?.length ?? 0) > 0;
  return { ok: wanted === given, rejectOk: rejects === rejected, wanted, given };
}

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { show: { type: 'string', default: '0' }, set: { type: 'string' } },
  });
  const folder = positionals[0] ?? join(__dirname, '../../shared/corpus/checks');
  const cases = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean))
    .map((line): Case => JSON.parse(line))
    .filter((one) => values.set === undefined || one.set === values.set);
  for (const set of [...new Set(cases.map((one) => one.set))].sort()) {
    const verdicts = cases.filter((one) => one.set === set).map((one) => ({ one, ...judge(one) }));
    const percent = (n: number) => `${((100 * n) / verdicts.length).toFixed(1)} %`;
    const codes = verdicts.filter(({ ok }) => ok).length;
    const rejects = verdicts.filter(({ rejectOk }) => rejectOk).length;
    console.log(`${set}  ${verdicts.length} cases  codes ${codes} (${percent(codes)})  accept or reject ${rejects} (${percent(rejects)})`);
    for (const { one, wanted, given, rejectOk } of verdicts
      .filter(({ ok, rejectOk: same }) => !ok || !same)
      .slice(0, Number(values.show))) {
      console.log(
        `   ${one.id}\n      wanted ${wanted || '-'}\n      given  ${given || '-'}${rejectOk ? '' : '\n      accept or reject differs'}`,
      );
    }
  }
}

main();
