import type { Labels } from '../../istio/labels';
import type { FieldReader } from '../../manifest/field';

/** Does a Kubernetes LabelSelector fit? One that is not written fits everything, a broken one nothing. */
export function labelSelectorFits(selector: FieldReader, labels: Labels): boolean {
  if (!selector.exists) return true;
  const equal = Object.entries(selector.at('matchLabels').labels ?? {}).every(([key, value]) => labels[key] === value);
  return equal && selector.at('matchExpressions').items.every((expression) => expressionFits(expression, labels));
}

function expressionFits(expression: FieldReader, labels: Labels): boolean {
  const value = labels[expression.at('key').text];
  const values = expression.at('values').texts;
  switch (expression.at('operator').text) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
