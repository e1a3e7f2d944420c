import type { Finding } from './finding';

const annotation = 'galley.istio.io/analyze-suppress';

/** Has the user said not to hear of this? By Istio's own annotation on the object, or by a pattern. */
export function isSuppressed(finding: Finding, patterns: readonly Suppression[]): boolean {
  const codes = finding.manifest?.object.metadata.annotations?.[annotation]?.split(',').map((code) => code.trim()) ?? [];
  return codes.includes('*') || codes.includes(finding.code) || patterns.some((pattern) => pattern.covers(finding));
}

/**
 * `CODE=Kind name.namespace`, where `*` stands for any text; `CODE` alone is every object. As `istioctl analyze -S`.
 * The name of a rule does for its code.
 */
export class Suppression {
  /** A code, the name of a rule, or `*`. */
  readonly code: string;
  private readonly parts: readonly string[];

  constructor(readonly pattern: string) {
    const [code = '', object = '*'] = pattern.split(/=(.*)/s);
    this.code = code.trim();
    this.parts = object.trim().split(/\*+/);
  }

  covers({ code, rule, object }: Finding): boolean {
    // A file that cannot be read is reported in any case.
    if (!object || (this.code !== code && this.code !== rule && this.code !== '*')) return false;
    // Of an object that names no namespace the kind alone tells whether it has one, so either way of writing it will do.
    const names = [`${object.name}.${object.namespace ?? 'default'}`, ...(object.namespace === undefined ? [object.name] : [])];
    return names.some((name) => this.matches(`${object.kind} ${name}`));
  }

  /** The parts between the stars, each as far left as it goes: no pattern takes longer than its text. */
  private matches(text: string): boolean {
    const [first = '', ...rest] = this.parts;
    const last = rest.pop();
    if (last === undefined) return text === first;
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - at >= last.length && text.endsWith(last);
  }
}
