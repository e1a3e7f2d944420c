import { readFileSync, writeFileSync } from 'node:fs';
import type { Repair } from '../../manifest/repair';
import { TextSource } from '../../manifest/text';
import type { Finding } from '../finding';
import { applyRepairs } from './apply-repairs';

/** A repair where its document is in a file. */
interface Placed {
  readonly start: number;
  readonly end: number;
  /** The whole file as it was read. */
  readonly content: string;
  readonly repairs: Repair[];
}

/**
 * Applies the safe fixes of findings to the files in place.
 *
 * @returns how many findings were put right; run the check again to see what is left
 */
export function fixFiles(findings: readonly Finding[]): number {
  const byFile = new Map<string, Map<number, Placed>>();
  for (const { repair, manifest } of findings) {
    if (!repair || !(manifest?.source instanceof TextSource) || !manifest.source.isFile) continue;
    const { file, content, start, end, prefix } = manifest.source.range;
    const documents = byFile.get(file) ?? new Map<number, Placed>();
    byFile.set(file, documents);
    const placed = documents.get(start) ?? { start, end, content, repairs: [] };
    documents.set(start, placed);
    placed.repairs.push({ ...repair, path: [...prefix, ...repair.path] });
  }
  return [...byFile].reduce((fixed, [file, documents]) => fixed + fixFile(file, [...documents.values()]), 0);
}

function fixFile(file: string, documents: readonly Placed[]): number {
  let text = readFileSync(file, 'utf8');
  // In another encoding, or changed since it was read, the offsets are not those of this text.
  if (documents.some(({ content }) => content !== text)) return 0;
  let fixed = 0;
  for (const { start, end, repairs } of [...documents].sort((one, other) => other.start - one.start)) {
    const changed = applyRepairs(text.slice(start, end), repairs);
    if (changed === undefined) continue;
    text = text.slice(0, start) + changed + text.slice(end);
    fixed += repairs.length;
  }
  if (fixed > 0) writeFileSync(file, text);
  return fixed;
}
