import { quote } from '../values/describe';
import type { Field } from '../violation';

const one = '{*}';
const any = '{**}';
const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** Paths of a policy: plain ones, or templates with `{*}` for one segment and `{**}`, once and last, for the rest. */
export function checkPathTemplates(paths: readonly string[] | undefined, at: Field): void {
  for (const [index, path] of (paths ?? []).entries()) {
    const problem = templateProblem(path);
    if (problem !== undefined) at.at(index).error(`${quote(path)} ${problem}`);
  }
}

function templateProblem(path: string): string | undefined {
  const isTemplate = path.includes(one) || path.includes(any);
  let ended = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    const isOperator = segment === one || segment === any;
    if (isOperator && ended) return 'has something to match after `{**}`, which must be the last';
    if (segment === any) ended = true;
    if (isOperator) continue;
    if (/[{}]/.test(segment)) return 'has braces that are neither `{*}` nor `{**}`';
    if (isTemplate && !literal.test(segment)) return `has a segment ${quote(segment)} that a template cannot have`;
  }
  return undefined;
}
