import type { Route } from '../../route/rule/route';
import { sampleOf } from '../sample';
import type { Atom } from './attribute';
import { rewritten, shortest } from './automaton';
import type { Expression } from './expression';

/** An expression about the path as the next proxy gets it, as one about the path before a route's rewrite. */
export function afterRewrite(expression: Expression, route: Route | undefined): Expression {
  const { action } = route ?? {};
  if (!route || action?.kind !== 'forward' || !action.rewrite) return expression;
  return mapAtoms(expression, (atom) => (atom.attribute === 'path' ? beforeRewrite(atom, route, action.rewrite) : atom));
}

function beforeRewrite(atom: Atom, route: Route, rewrite: ((target: string) => string) | undefined): Atom {
  const { language } = atom;
  const how = route.rule.spec.rewrite;
  const isPlain = how?.uri !== undefined && !how.uriRegexRewrite && route.path.kind === 'prefix' && !isFolded(route);
  const isByStep = route.virtualService.isConverted && how?.uri === '/';
  return {
    attribute: 'path',
    text: textBefore(atom, route),
    test: (value) => typeof value === 'string' && route.path.test(value) && rewrite !== undefined && atom.test(rewrite(value)),
    ...(isPlain && !isByStep && language
      ? { language: rewritten(route.path.value, how.uri ?? '', language) }
      : { examples: examplesOf(atom, route) }),
  };
}

/** Paths that may become what an atom holds for: its own shortest strings, with what the rewrite puts in taken out again. */
function examplesOf({ language }: Atom, { rule, path }: Route): string[] {
  const { uri = '', uriRegexRewrite } = rule.spec.rewrite ?? {};
  const [put, taken] = uriRegexRewrite
    ? [uriRegexRewrite.rewrite ?? '', sampleOf(uriRegexRewrite.match ?? '')]
    : [uri, path.kind === 'prefix' ? path.value : ''];
  const words = language ? shortest(language) : [];
  return words.flatMap((word) => [word, word.replace(put, taken), `${path.value}${word}`]);
}

function isFolded({ rule, matchIndex }: Route): boolean {
  return (matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex])?.ignoreUriCase ?? false;
}

/** `/admin*` behind a rewrite of `/shop/` to `/` is `/shop/admin*` before it. */
function textBefore({ text }: Atom, { path, rule }: Route): string {
  const uri = rule.spec.rewrite?.uri;
  if (uri !== undefined && path.kind === 'prefix' && text.startsWith(uri)) return `${path.value}${text.slice(uri.length)}`;
  return `${path.value} rewritten to ${text}`;
}

function mapAtoms(expression: Expression, change: (atom: Atom) => Atom): Expression {
  if (typeof expression === 'boolean') return expression;
  if (expression.kind === 'atom') return { kind: 'atom', atom: change(expression.atom) };
  if (expression.kind === 'not') return { kind: 'not', of: mapAtoms(expression.of, change) };
  return { kind: expression.kind, of: expression.of.map((part) => mapAtoms(part, change)) };
}
