import type { FieldPath } from '../manifest/manifest';
import { isMapping } from '../manifest/mapping';

/**
 * The first field that was given and is missing, or different, in what was written; undefined when nothing is lost.
 *
 * A generated class reads a field by its TypeScript name and writes it by its schema's (`clusterIp` → `clusterIP`,
 * `mirrorPercent` → `mirror_percent`), and unwraps `{ value }` of a number-or-string: neither is a loss.
 */
export function firstLoss(given: unknown, written: unknown): FieldPath | undefined {
  if (!isMapping(given) && !Array.isArray(given)) return given === written && isWritable(given) ? undefined : [];
  if (Array.isArray(given)) return Array.isArray(written) ? lossInList(given, written) : [];
  if (isMapping(written)) return lossInRecord(given, written);
  return isWrapped(given) ? firstLoss(given.value, written) : [];
}

function lossInList(given: unknown[], written: unknown[]): FieldPath | undefined {
  for (const [index, item] of given.entries()) {
    const loss = firstLoss(item, written[index]);
    if (loss) return [index, ...loss];
  }
  return given.length === written.length ? undefined : [given.length];
}

function lossInRecord(given: Record<string, unknown>, written: Record<string, unknown>): FieldPath | undefined {
  let renamed: Map<string, unknown> | undefined;
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined) continue;
    if (!isWellFormed(key)) return [key];
    if (!Object.hasOwn(written, key))
      renamed ??= withoutPunctuation(Object.entries(written).filter(([name]) => !Object.hasOwn(given, name)));
    const loss = firstLoss(value, Object.hasOwn(written, key) ? written[key] : renamed?.get(letters(key)));
    if (loss) return [key, ...loss];
  }
  return undefined;
}

function withoutPunctuation(entries: [string, unknown][]): Map<string, unknown> {
  return new Map(entries.map(([key, value]) => [letters(key), value]));
}

function letters(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

function isWrapped(value: Record<string, unknown>): value is { value: unknown } {
  return Object.keys(value).length === 1 && 'value' in value;
}

/** What JSON, and so Kubernetes, has a form for. */
export function isWritable(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  return value == null || typeof value === 'boolean' || Number.isFinite(value);
}

/** Half of a surrogate pair is no character: UTF-8 has no bytes for it, and kubectl rejects its escape `\ud800`. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}
