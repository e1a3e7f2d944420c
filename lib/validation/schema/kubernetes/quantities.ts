import { quantityOf } from '../../values/quantity';
import type { Field } from '../../violation';
import type { Maybe } from './field-checks';

/** Source: Kubernetes `resource.Quantity`. */
export type Quantity = number | string;

/** Nothing is said where none is given. */
export function checkNotNegative(quantity: Maybe<Quantity>, at: Field): void {
  const isBelow = typeof quantity === 'string' ? quantity.startsWith('-') && quantityOf(quantity) < 0 : (quantity ?? 0) < 0;
  if (isBelow) at.error(`\`${quantity}\` is less than 0`);
}

/** Nothing is said where none is given. */
export function checkPositive(quantity: Maybe<Quantity>, at: Field): void {
  if (isGiven(quantity) && !(quantityOf(quantity) > 0)) at.error(`\`${quantity}\` is not more than 0`);
}

export function isGiven<T>(value: Maybe<T>): value is T {
  return value !== undefined && value !== null;
}
