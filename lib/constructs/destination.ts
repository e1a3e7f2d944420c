import { ConstructError } from '../errors';
import type { HeaderChanges } from './header-operations';

/** Where requests can go: a microservice, one of its versions, a split, a host outside. Source: Istio `HTTPRouteDestination`. */
export interface Destination {
  /** The hosts to choose from, with their shares; a single one has none. @internal */
  toTargets(): readonly Target[];
}

/** One host that a route sends to. @internal */
export interface Target extends HeaderChanges {
  readonly host: string;
  readonly port?: number;
  readonly subset?: string;
  /** Out of 100. @default - all of it */
  readonly weight?: number;
}

/** A single host, port and subset. @internal */
export class Endpoint implements Destination {
  constructor(private readonly target: Target) {}

  toTargets(): readonly Target[] {
    return [this.target];
  }
}

/** One part of a `Split`, with the changes to headers of the requests that it gets and of its responses. */
export interface Share extends HeaderChanges {
  readonly to: Destination;
  /** 0 to 100; the weights of a split add up to 100. */
  readonly weight: number;
}

/**
 * Requests shared out by weight. Within one microservice, `users.split({ v1: 90, v2: 10 })` says the same in fewer words.
 *
 * Source: Istio `HTTPRouteDestination.weight`.
 */
export class Split implements Destination {
  /** @throws ConstructError `SplitWeights`, `SplitOfSplit` */
  static between(...shares: readonly Share[]): Split {
    return new Split(shares);
  }

  private constructor(private readonly shares: readonly Share[]) {
    const targets = shares.map(({ to }) => to.toTargets());
    if (targets.some((parts) => parts.length !== 1)) {
      throw new ConstructError('SplitOfSplit', 'a part of a split is itself a split', {
        fix: 'name every destination with its share of the whole',
      });
    }
    checkWeights(shares.map(({ to, weight }) => [label(to), weight]));
  }

  toTargets(): readonly Target[] {
    return this.shares.flatMap(({ to, ...share }) => to.toTargets().map((target) => ({ ...target, ...share })));
  }
}

/**
 * Weights are whole numbers from 0 that add up to 100. Envoy would take any ratio; a sum that is not 100 is a typing mistake.
 *
 * @param weights name and weight of each part
 * @throws ConstructError `SplitWeights`
 */
export function checkWeights(weights: readonly (readonly [string, number])[]): void {
  const parts = weights.map(([name, weight]) => `${name}: ${weight}`).join(', ');
  const odd = weights.find(([, weight]) => !Number.isInteger(weight) || weight < 0);
  if (odd) {
    throw new ConstructError('SplitWeights', `a weight is a whole number from 0 to 100, got \`${odd[1]}\` (${parts})`);
  }
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  if (sum !== 100) {
    throw new ConstructError('SplitWeights', `weights of a split must add up to 100, got ${sum} (${parts})`, {
      fix: completed(weights, sum),
    });
  }
}

/** The same weights with the last one made to fit, where it can be. */
function completed(weights: readonly (readonly [string, number])[], sum: number): string | undefined {
  const last = weights.at(-1);
  if (last === undefined || last[1] + 100 - sum < 0) return undefined;
  return weights.map(([name, weight], index) => `${name}: ${index === weights.length - 1 ? weight + 100 - sum : weight}`).join(', ');
}

function label(destination: Destination): string {
  return destination
    .toTargets()
    .map(({ host, subset }) => (subset === undefined ? host : `${host} ${subset}`))
    .join();
}
