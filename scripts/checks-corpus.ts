import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../lib/istio/objects';
import { validateAdmission } from '../lib/validation/admission/validate';
import { validateSchema } from '../lib/validation/schema/validate';

/** One object and what the real API server and istiod said about it. */
export interface Case {
  readonly id: string;
  readonly object: KubernetesObject;
  readonly expect: { readonly codes: readonly string[]; readonly errors: boolean; readonly warnings: boolean };
  readonly rejectedBy?: readonly ('schema' | 'unknown-field' | 'webhook')[];
}

/** What the checker says about a case, in the same terms. */
export interface Judgement {
  readonly codes: readonly string[];
  readonly errors: boolean;
  readonly warnings: boolean;
  readonly bySchema: boolean;
  readonly said: readonly string[];
}

/** The sets of single objects, by their letter. */
export const sets = { B: 'validation.jsonl', C: 'crd-docs.jsonl', D: 'mutants.jsonl' } as const;

/** Where the cases are kept beside the project, if they are. */
export const corpusFolder = join(__dirname, '..', '..', 'shared', 'corpus', 'checks');

/** @returns undefined where the cases are not kept */
export function readCases(set: keyof typeof sets, folder = corpusFolder): Case[] | undefined {
  const file = join(folder, sets[set]);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Case).map((each) => ({ ...each, object: expand(each.object) as KubernetesObject }));
}

/** `{"$repeat": ["a", 3, "b"]}` stands for `aaab`. */
function expand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expand);
  if (typeof value !== 'object' || value === null) return value;
  if ('$repeat' in value && Array.isArray(value.$repeat)) return String(value.$repeat[0]).repeat(value.$repeat[1]) + value.$repeat[2];
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, expand(field)]));
}

export function judge(object: KubernetesObject): Judgement {
  const schema = validateSchema(object);
  const admission = validateAdmission(object);
  return {
    codes: [...new Set([...schema, ...admission].map(({ code }) => code))].filter((code) => code.startsWith('IST')).sort(),
    errors: [...schema, ...admission].some(({ level }) => level === 'error'),
    warnings: admission.some(({ level }) => level === 'warning'),
    bySchema: schema.length > 0,
    said: [...schema, ...admission].map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
  };
}

/** Where the two agree. When the API server alone refuses an object, what istiod would say of it is not asked. */
export function agreement({ expect, rejectedBy = [] }: Case, judged: Judgement) {
  const bySchema = rejectedBy.includes('schema') || rejectedBy.includes('unknown-field');
  const asked = (code: string) => code !== 'IST0106' || rejectedBy.length === 0 || rejectedBy.includes('webhook');
  const refusal = expect.errors === judged.errors;
  const schema = bySchema === judged.bySchema;
  const codes = expect.codes.filter(asked).join() === judged.codes.filter(asked).join();
  return { refusal, schema, codes, all: refusal && schema && codes && expect.warnings === judged.warnings };
}
