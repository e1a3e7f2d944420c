import { ConstructError } from '../errors';

/**
 * A length of time in the form Istio reads: `10s`, `250ms`, `1.5s`. cdk8s's own `Duration` prints ISO 8601, which Istio refuses.
 *
 * Source: protobuf's `google.protobuf.Duration` as Istio's schemas restrict it: at least one millisecond.
 */
export class Duration {
  /** @throws ConstructError `DurationRange` below one millisecond or in fractions of one */
  static millis(amount: number): Duration {
    return new Duration(amount);
  }

  /** @throws ConstructError `DurationRange` below one millisecond or in fractions of one */
  static seconds(amount: number): Duration {
    return new Duration(rounded(amount * 1000));
  }

  /** @throws ConstructError `DurationRange` below one millisecond or in fractions of one */
  static minutes(amount: number): Duration {
    return new Duration(rounded(amount * 60_000));
  }

  /** @throws ConstructError `DurationRange` below one millisecond or in fractions of one */
  static hours(amount: number): Duration {
    return new Duration(rounded(amount * 3_600_000));
  }

  private constructor(private readonly inMillis: number) {
    if (!Number.isSafeInteger(inMillis) || inMillis < 1) {
      throw new ConstructError('DurationRange', `a duration is at least one millisecond and whole in milliseconds, got \`${inMillis}ms\``);
    }
  }

  /** The duration in milliseconds. */
  toMillis(): number {
    return this.inMillis;
  }

  /** Whole seconds as `10s`, anything else as `250ms`. */
  toString(): string {
    return this.inMillis % 1000 === 0 ? `${this.inMillis / 1000}s` : `${this.inMillis}ms`;
  }
}

/** 0.3 * 1000 is 300 to the reader, if not to the machine. */
function rounded(millis: number): number {
  const whole = Math.round(millis);
  return Math.abs(millis - whole) < 1e-6 ? whole : millis;
}
