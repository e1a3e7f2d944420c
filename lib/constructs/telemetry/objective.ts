import { ConstructError } from '../../errors';
import type { Duration } from '../duration';
import { orZero, rate } from './promql';
import type { Requests } from './requests';

/** What is promised, as a share of requests over 30 days. */
export abstract class Objective {
  /**
   * This share of requests does not fail: no answer of 500 and above; for gRPC, no status that says the server failed.
   *
   * @param percent above 0, below 100. @throws ConstructError `ObjectiveRange`
   */
  static availability(percent: number): Objective {
    return new Availability(percent);
  }

  /**
   * This share of the requests that did not fail is answered in time.
   *
   * @param percent above 0, below 100
   * @param options `within`: one of the histogram's buckets, since no other bound is counted
   * @throws ConstructError `ObjectiveRange`; `LatencyBucket` where the objective is put to use
   */
  static latency(percent: number, { within }: { readonly within: Duration }): Objective {
    return new Latency(percent, within);
  }

  protected constructor(readonly percent: number) {
    if (percent > 0 && percent < 100) return;
    throw new ConstructError('ObjectiveRange', `an objective lies above 0 % and below 100 %, got \`${percent}\``, {
      why: percent === 100 ? 'without an error budget, a single failed request breaks the promise for 30 days' : undefined,
      fix: percent >= 100 ? '99.9' : undefined,
    });
  }

  /** The share of requests that must be good, 0 to 1. */
  get ratio(): number {
    return exact(this.percent / 100);
  }

  /** The share of requests that may be bad, 0 to 1: the error budget. */
  get budget(): number {
    return exact(1 - this.percent / 100);
  }

  /** How people speak of it. */
  abstract readonly title: string;
  /** Requests a second that count. @internal */
  abstract requests(requests: Requests, window: string): string;
  /** Requests a second that break the promise. @throws ConstructError `LatencyBucket` @internal */
  abstract errors(requests: Requests, window: string): string;
}

/** Without the noise of binary fractions: 0.999, not 0.9990000000000001. @internal */
export function exact(value: number): number {
  return Number(value.toPrecision(12));
}

class Availability extends Objective {
  readonly title: string;

  constructor(percent: number) {
    super(percent);
    this.title = `${percent} % of requests do not fail`;
  }

  requests(requests: Requests, window: string): string {
    return rate(requests.all(), window);
  }

  errors(requests: Requests, window: string): string {
    return orZero(rate(requests.failed(), window), rate(requests.all(), window));
  }
}

class Latency extends Objective {
  readonly title: string;

  constructor(
    /** The share of good requests that is promised, in percent. */
    percent: number,
    private readonly within: Duration,
  ) {
    super(percent);
    this.title = `${percent} % of requests are answered within ${within}`;
  }

  requests(requests: Requests, window: string): string {
    return rate(requests.answered(), window);
  }

  errors(requests: Requests, window: string): string {
    return `${rate(requests.answered(), window)} - ${rate(requests.answeredWithin(this.bound(requests)), window)}`;
  }

  /** The duration in the histogram's unit. */
  private bound({ metrics: { unit, buckets, duration } }: Requests): number {
    const scale = unit === 'seconds' ? 1000 : 1;
    const bound = this.within.toMillis() / scale;
    if (buckets.includes(bound)) return bound;
    const nearest = [...buckets].sort((one, other) => Math.abs(Math.log(one / bound)) - Math.abs(Math.log(other / bound)))[0];
    throw new ConstructError('LatencyBucket', `\`${duration}\` has no bucket that ends at \`${this.within}\``, {
      why: `how many requests took at most that is not counted; its buckets end at ${buckets.map((one) => one * scale).join(', ')} ms`,
      fix: nearest === undefined ? undefined : `Duration.millis(${nearest * scale})`,
    });
  }
}
