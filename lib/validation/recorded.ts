import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../diagnostic';
import type { KubernetesObject } from '../istio/objects';
import { validateAdmission } from './admission/validate';
import { validateSchema } from './schema/validate';

/** What the real programs say when an object is created. */
export interface RecordedAnswer {
  /** Why the API server rejects it, with its webhooks. @default - it accepts it */
  readonly rejected?: string;
  /** What istiod's webhook says by itself. @default - it is not asked about this kind */
  readonly webhook?: { readonly allowed: boolean; readonly message?: string; readonly warnings: readonly string[] };
}

/** An object and what the real programs said of it. */
export interface RecordedObject {
  /** How the object was changed, for whoever reads it. */
  readonly changes: readonly string[];
  readonly object: KubernetesObject;
  readonly answer: RecordedAnswer;
}

/** One question to both sides that got two answers. */
export interface ValidationDifference {
  readonly about: 'API server' | 'webhook' | 'warnings';
  readonly real: string;
  readonly ours: readonly string[];
}

/** The objects of one file, a JSON line each. */
export function readRecordedObjects(file: string): RecordedObject[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** Where the real programs and the validation of this project differ. */
export function validationDifferences(object: KubernetesObject, { rejected, webhook }: RecordedAnswer): ValidationDifference[] {
  const admission = validateAdmission(object);
  const all = [...validateSchema(object), ...admission];
  const differences: ValidationDifference[] = [];
  if ((rejected !== undefined) !== isRejected(all)) differences.push(difference('API server', rejected, all));
  if (webhook === undefined) return differences;
  if (webhook.allowed === isRejected(admission)) differences.push(difference('webhook', webhook.message, admission));
  else if (webhook.allowed && codesOf(webhook.warnings) !== ownCodes(admission))
    differences.push(difference('warnings', webhook.warnings.join(' | '), admission));
  return differences;
}

function isRejected(violations: readonly Diagnostic[]): boolean {
  return violations.some(({ level }) => level === 'error');
}

function difference(about: ValidationDifference['about'], real = 'accepted', violations: readonly Diagnostic[] = []): ValidationDifference {
  return { about, real, ours: violations.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`) };
}

/** The codes of a webhook's warnings, which come as plain text. */
function codesOf(warnings: readonly string[]): string {
  const code = (text: string) =>
    /is not used \(duplicate/.test(text) ? 'IST0131' : /^virtualService rule .* not used/.test(text) ? 'IST0130' : 'IST0133';
  return [...new Set(warnings.map(code))].sort().join();
}

function ownCodes(violations: readonly Diagnostic[]): string {
  return [...new Set(violations.map(({ code }) => code))].sort().join();
}
