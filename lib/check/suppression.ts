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
  private readonly code: string;
  private readonly object: RegExp;

  constructor(readonly pattern: string) {
    const [code = '', object = '*'] = pattern.split(/=(.*)/s);
    this.code = code.trim();
    this.object = new RegExp(`^${object.trim().split('*').map(literally).join('.*')}$`, 's');
  }

  covers({ code, rule, object }: Finding): boolean {
    if (this.code !== code && this.code !== rule && this.code !== '*') return false;
    if (!object) return this.object.test('');
    // Of an object that names no namespace the kind alone tells whether it has one, so either way of writing it will do.
    const names = [`${object.name}.${object.namespace ?? 'default'}`, ...(object.namespace === undefined ? [object.name] : [])];
    return names.some((name) => this.object.test(`${object.kind} ${name}`));
  }
}

function literally(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
}
