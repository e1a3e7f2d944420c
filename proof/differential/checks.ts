/**
 * `npm run prove:checks -- [--objects N] [--seed N] [--show N] [--corpus]`: mutated objects, judged by the checker, by the real API server and by istiod's real webhook, which
 * must agree. Exit code 0 when they do, 1 when they do not, 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { Diagnostic } from '../../lib/diagnostic';
import type { KubernetesObject } from '../../lib/istio/objects';
import { validateAdmission } from '../../lib/validation/admission/validate';
import { validateSchema } from '../../lib/validation/schema/validate';
import { corpusFolder, readCases } from '../../scripts/checks-corpus';
import { Plane } from '../plane';
import { insideSandbox } from '../sandbox';
import { endOnSignal } from '../signals';
import type { Verdict } from '../webhooks';
import { type Base, type Mutant, mutants } from './mutations';
import { mutatedKinds } from './objects';

/** One question to both sides that got two answers. */
interface Disagreement {
  readonly about: 'API server' | 'webhook' | 'warnings';
  readonly mutant: Mutant;
  readonly real: string;
  readonly ours: readonly string[];
}

interface Options {
  readonly objects: number;
  readonly seed: number;
  /** Disagreements to print. */
  readonly show: number;
  /** Mutate the judged objects kept beside the project rather than its own. */
  readonly corpus: boolean;
}

const atOnce = 8;

async function main(): Promise<number> {
  const { objects, seed, show, corpus } = optionsOf(process.argv.slice(2));
  const plane = await Plane.start();
  endOnSignal(() => plane.stop());
  try {
    const asked = fc.sample(corpus ? mutants(corpusBases()) : mutants(), { numRuns: objects, seed });
    const disagreements = await compareAll(plane, asked);
    tell(asked, disagreements, show);
    console.log(
      `${asked.length} objects, seed ${seed}: ${disagreements.length === 0 ? 'all agree' : `${disagreements.length} disagreements`}`,
    );
    return disagreements.length === 0 ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      objects: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      show: { type: 'string', default: '10' },
      corpus: { type: 'boolean', default: false },
    },
  });
  return { objects: Number(values.objects), seed: Number(values.seed), show: Number(values.show), corpus: values.corpus };
}

/** Objects too large to be mutated thousands of times are left out. */
const mostCharacters = 4000;

/** @throws Error where the judged objects are not kept */
function corpusBases(): Base[] {
  const cases = (['B', 'C', 'D'] as const).flatMap((set) => readCases(set) ?? []);
  if (cases.length === 0) throw new Error(`no judged objects in ${corpusFolder}`);
  return cases.flatMap(({ object }) => {
    const kind = mutatedKinds.find((each) => each.kind === object.kind);
    const isUsable = typeof object.spec === 'object' && object.spec !== null && JSON.stringify(object.spec).length < mostCharacters;
    return kind && isUsable ? [{ kind, spec: object.spec }] : [];
  });
}

async function compareAll(plane: Plane, asked: readonly Mutant[]): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const queue = asked.values();
  const worker = async (): Promise<void> => {
    for (const mutant of queue) found.push(...(await compare(plane, mutant)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return found;
}

async function compare(plane: Plane, mutant: Mutant): Promise<Disagreement[]> {
  const schema = validateSchema(mutant.object);
  const admission = validateAdmission(mutant.object);
  const refused = await refusal(plane, mutant);
  const disagreements: Disagreement[] = [];
  if ((refused !== undefined) !== isRefused([...schema, ...admission]))
    disagreements.push(disagreement('API server', mutant, refused ?? 'accepted', [...schema, ...admission]));
  if (!mutant.kind.isIstio) return disagreements;
  const verdict = await plane.istiod.webhook.judge(withoutNulls(mutant.object) as KubernetesObject);
  if (verdict.allowed === isRefused(admission))
    disagreements.push(disagreement('webhook', mutant, verdict.message ?? 'accepted', admission));
  else if (verdict.allowed && codesOf(verdict) !== ownCodes(admission))
    disagreements.push(disagreement('warnings', mutant, verdict.warnings.join(' | '), admission));
  return disagreements;
}

/** What the API server says to creating it, with all of its checks and none of the consequences. @returns undefined when it agrees */
async function refusal(plane: Plane, { kind, object }: Mutant): Promise<string | undefined> {
  const root = kind.apiVersion.includes('/') ? '/apis' : '/api';
  const path = `${root}/${kind.apiVersion}/namespaces/default/${kind.resource}`;
  const { status, body } = await plane.api.request('POST', path, { body: object, query: { dryRun: 'All', fieldValidation: 'Strict' } });
  if (status === 201) return undefined;
  const { message } = JSON.parse(body) as { message: string };
  if (![400, 403, 413, 422].includes(status)) throw new Error(`the API server answered ${status}: ${message}`);
  return message;
}

/** An object as the API server hands it on: fields that are `null` are dropped, list items are not. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(given.map(([name, field]) => [name, withoutNulls(field)]));
}

function isRefused(violations: readonly Diagnostic[]): boolean {
  return violations.some(({ level }) => level === 'error');
}

function disagreement(about: Disagreement['about'], mutant: Mutant, real: string, violations: readonly Diagnostic[]): Disagreement {
  return { about, mutant, real, ours: violations.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`) };
}

/** The codes of a webhook's warnings, which come as plain text. */
function codesOf({ warnings }: Verdict): string {
  const code = (text: string) =>
    /is not used \(duplicate/.test(text) ? 'IST0131' : /^virtualService rule .* not used/.test(text) ? 'IST0130' : 'IST0133';
  return [...new Set(warnings.map(code))].sort().join();
}

function ownCodes(violations: readonly Diagnostic[]): string {
  return [...new Set(violations.map(({ code }) => code))].sort().join();
}

function tell(asked: readonly Mutant[], disagreements: readonly Disagreement[], most: number): void {
  for (const { about, mutant, real, ours } of disagreements.slice(0, most)) {
    console.log(
      `${about}: ${mutant.kind.kind}, ${mutant.changes.join(', ')}\n  real: ${real.slice(0, 400)}\n  ours: ${ours.join('\n        ') || 'nothing'}\n  ${JSON.stringify(mutant.object.spec)}`,
    );
  }
  const kinds = [...new Set(asked.map(({ kind }) => kind.kind))].sort();
  for (const kind of kinds) {
    const wrong = disagreements.filter(({ mutant }) => mutant.kind.kind === kind).length;
    console.log(`${kind}: ${asked.filter((mutant) => mutant.kind.kind === kind).length} objects, ${wrong} disagreements`);
  }
}

void insideSandbox(main);
