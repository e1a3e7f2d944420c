import type { Finding } from '../check/finding';
import type { Level } from '../diagnostic';

/** What a run of the checker gives to a renderer. */
export interface Report {
  readonly findings: readonly Finding[];
  /** How many objects were looked at. */
  readonly objects: number;
  /** Kinds of which no schema is known, with how many objects each: nobody looked at their fields. @default - none */
  readonly unknownKinds?: ReadonlyMap<string, number>;
  /** Where a file is in its repository, as a code host names it; undefined for what is no file. @default - as the user named it */
  readonly locate?: (file: string) => string | undefined;
  /** Version of this program. */
  readonly version?: string;
}

/** How many findings of one rule are shown to people: whoever has more of them has one cause, or a program to write them to. */
export const mostOfOneRule = 50;

/** Parts the findings that are shown from those that are only counted. */
export function capped(findings: readonly Finding[]): { readonly shown: readonly Finding[]; readonly more: ReadonlyMap<string, number> } {
  const seen = new Map<string, number>();
  const shown = findings.filter(({ code, rule }) => {
    const key = `${code} ${rule}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count <= mostOfOneRule;
  });
  const more = [...seen].filter(([, count]) => count > mostOfOneRule).map(([key, count]): [string, number] => [key, count - mostOfOneRule]);
  return { shown, more: new Map(more) };
}

/** How many findings there are of each level. */
export function countByLevel(findings: readonly Finding[]): Record<Level, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}
