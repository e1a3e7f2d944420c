import { ConstructError } from '../errors';

/** A share of requests, from 0 to 100. Source: Istio `Percent`. */
export class Percent {
  /** All of them. */
  static readonly ALL = new Percent(100);

  /** @param value 0 to 100; Envoy counts in steps of 0.0001. @throws ConstructError `PercentRange` */
  static of(value: number): Percent {
    return new Percent(value);
  }

  private constructor(/** The percentage, 0 to 100. */ readonly value: number) {
    if (!(value >= 0 && value <= 100)) {
      throw new ConstructError('PercentRange', `a percentage lies between 0 and 100, got \`${value}\``);
    }
  }
}
