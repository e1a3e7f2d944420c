import { ConstructError } from '../../errors';

/**
 * An expression on Envoy's attributes, such as `response.code >= 500`.
 *
 * Istio judges a filter only once it is applied, and a label's value never: a proxy then calls it `unknown`.
 *
 * @returns the expression itself
 * @throws ConstructError `CelForm` where CEL cannot be parsed
 */
export function celExpression(expression: string): string {
  // The parser takes as long to load as half of cdk8s: only who writes an expression waits for it.
  const { parse }: typeof import('@bufbuild/cel') = require('@bufbuild/cel');
  try {
    parse(expression);
    return expression;
  } catch (error) {
    throw new ConstructError('CelForm', `not an expression of CEL: \`${expression}\``, {
      why: error instanceof Error ? error.message.replace(/^<input>:/, '') : undefined,
    });
  }
}
