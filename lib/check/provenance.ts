import type { Rule } from './rule';

/** Where a rule comes from, and since when it is there. */
export interface Provenance {
  /** The release that brought it. */
  readonly since: string;
  /** Whose check it is, and where its meaning is written. */
  readonly source: string;
}

/** A code that no rule has any more. Numbers are never given out again. */
export interface RetiredCode {
  readonly code: string;
  /** The release that retired it. */
  readonly since: string;
  /** What reports the same now, or why nothing does. */
  readonly instead: string;
}

const firstRelease = '0.1.0';

/** Rules that came after the first release, by name. */
const later: Readonly<Record<string, string>> = {};

export const retiredCodes: readonly RetiredCode[] = [
  {
    code: 'MESH039',
    since: firstRelease,
    instead: 'It was given up before the first release: MESH038 and MESH040 report what it was meant for.',
  },
];

/** Since when a rule is there and whose it is. */
export function provenanceOf({ code, name }: Rule): Provenance {
  return { since: later[name] ?? firstRelease, source: sourceOf(code) };
}

/** One line for a page. */
export function originText(rule: Rule): string {
  const { since, source } = provenanceOf(rule);
  return `Since ${since}. Source: ${source}.${rule.fixable ? ' `mesh check --fix` mends it where one change is safe.' : ''}`;
}

function sourceOf(code: string): string {
  if (code.startsWith('IST')) return `Istio, https://istio.io/latest/docs/reference/config/analysis/${code.toLowerCase()}/`;
  if (code.startsWith('KIA')) return `Kiali, https://kiali.io/docs/features/validations/#${code.toLowerCase()}`;
  return 'meshwright';
}
