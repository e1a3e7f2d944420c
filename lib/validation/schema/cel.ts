import type { CelInput } from '@bufbuild/cel';
import { isMapping } from '../../manifest/mapping';
import { lazily } from '../lazily';
import { compileRegex } from '../values/regex';
import { certainlyHolds } from './cel-shortcuts';
import type { PendingRules } from './check';
import type { CelRule, Schema } from './schemas';

/** Asks one CEL rule about one value. @returns undefined when it holds, else why it does not */
type Ask = (self: unknown, schema: Schema) => string | undefined;

/** Loaded by the first rule that needs it. */
const cel = lazily((): typeof import('@bufbuild/cel') => require('@bufbuild/cel'));

const environment = lazily(() => {
  const { strings }: typeof import('@bufbuild/cel/ext') = require('@bufbuild/cel/ext');
  const { kubernetesFunctions }: typeof import('./cel-functions') = require('./cel-functions');
  return cel().celEnv({ funcs: [...strings, ...kubernetesFunctions], re2: { compile: matcher } });
});

/** Complains about each rule of `x-kubernetes-validations` that a value breaks. Rules about changes (`oldSelf`) are for updates only. */
export function askRules({ rules, schema, value, at }: PendingRules): void {
  for (const rule of rules) {
    if (/\boldSelf\b/.test(rule.rule) || certainlyHolds(rule, value)) continue;
    const problem = askRule(rule, schema, value);
    if (problem !== undefined) at.error(problem, { why: `the rule of the CustomResourceDefinition is ${rule.rule.replace(/\s+/g, ' ')}` });
  }
}

const answers = new Map<string, string | undefined>();
/** A cache of answers about texts, most of which repeat; past this many it starts anew. */
const mostAnswers = 4096;

function askRule(rule: CelRule, schema: Schema, value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 256) return programOf(rule)(value, schema);
  const question = `${rule.rule}\n${value}`;
  if (answers.has(question)) return answers.get(question);
  if (answers.size >= mostAnswers) answers.clear();
  const answer = programOf(rule)(value, schema);
  answers.set(question, answer);
  return answer;
}

const programs = new Map<string, Ask>();

/** The program of a rule: it says why a value breaks the rule, or undefined where it holds. */
export function programOf(rule: CelRule): Ask {
  const known = programs.get(rule.rule);
  if (known !== undefined) return known;
  const { isCelError, parse, plan } = cel();
  const program = plan(environment(), parse(rule.rule));
  const ask: Ask = (self, schema) => {
    const result = program({ self: toCel(self, schema) });
    if (isCelError(result)) return `${rule.message ?? 'a rule of the schema cannot be answered'} (${result.message})`;
    return result === true ? undefined : (rule.message ?? `the rule ${rule.rule} does not hold`);
  };
  programs.set(rule.rule, ask);
  return ask;
}

/** A value as CEL sees it, by its schema: whole numbers as int, nulls that count as absent left out. */
export function toCel(value: unknown, schema: Schema): CelInput {
  if (Array.isArray(value)) return value.map((item) => toCel(item, schema.items ?? {}));
  if (isMapping(value)) return Object.fromEntries(entriesForCel(value, schema));
  if (typeof value === 'number') return schema.type !== 'number' && Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' ? value : null;
}

function entriesForCel(value: Readonly<Record<string, unknown>>, schema: Schema): [string, CelInput][] {
  const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.entries(value)
    .map(([name, field]) => [name, field, schema.properties?.[name] ?? others ?? {}] as const)
    .filter(([, field, property]) => field !== undefined && (field !== null || property.nullable))
    .map(([name, field, property]) => [others ? name : celName(name), toCel(field, property)]);
}

/** Words that CEL keeps for itself, as rules have to spell a field of that name. Source: `apiserver/pkg/cel/escaping.go`. */
const reserved = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return void var while'.split(' '),
);

function celName(name: string): string {
  return reserved.has(name) ? `__${name}__` : name;
}

function matcher(pattern: string): { test(text: string): boolean } {
  const regex = compileRegex(pattern);
  if (typeof regex === 'string') throw new Error(regex);
  return { test: (text) => regex.matcher(text).find() };
}
