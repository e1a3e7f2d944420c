import type { Atom } from './attribute';

/** A condition on a request, made of atoms. */
export type Expression =
  | boolean
  | { readonly kind: 'atom'; readonly atom: Atom }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression };

export function holds(atom: Atom): Expression {
  return { kind: 'atom', atom };
}

export function allOf(of: readonly Expression[]): Expression {
  return { kind: 'all', of };
}

export function anyOf(of: readonly Expression[]): Expression {
  return { kind: 'any', of };
}

export function not(of: Expression): Expression {
  return { kind: 'not', of };
}

/** Every atom of an expression. */
export function* atomsOf(expression: Expression): Generator<Atom> {
  if (typeof expression === 'boolean') return;
  if (expression.kind === 'atom') yield expression.atom;
  else if (expression.kind === 'not') yield* atomsOf(expression.of);
  else for (const part of expression.of) yield* atomsOf(part);
}
