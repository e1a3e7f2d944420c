import { Lazy } from 'cdk8s';
import { ConstructError } from '../errors';
import type { DeclaredElsewhere, DeclaredObject } from './declared-elsewhere';
import type { HeaderChanges } from './header-operations';
import { onlyKnown } from './only-known';

/** Where requests can go: a microservice, one of its versions, a split, a host outside. Source: Istio `HTTPRouteDestination`. */
export interface Destination extends DeclaredElsewhere {
  /** The hosts to choose from, with their shares; a single one has none. @internal */
  toTargets(): readonly Target[];
}

/** One host that a route sends to. @internal */
export interface Target extends HeaderChanges {
  readonly host: string;
  readonly port?: number;
  /** The port as JSON patches of the Service leave it. @default - `port` */
  readonly portWhenWritten?: () => number;
  readonly subset?: string;
  /** Makes a Service of the subset's own, and names it. @default - there is none */
  readonly versionService?: () => string;
  /** Namespaces whose proxies know the host. @default - all */
  readonly visibleIn?: readonly string[];
  /** Out of 100. @default - all of it */
  readonly weight?: number;
}

/** A single host, port and subset. @internal */
export class Endpoint implements Destination {
  constructor(
    private readonly target: Target,
    readonly declares?: readonly DeclaredObject[],
  ) {}

  toTargets(): readonly Target[] {
    return [this.target];
  }
}

/** Istio's `Destination`. A port that a patch of the Service may still change is looked up when the app is synthesized. @internal */
export function renderTarget({ host, port, portWhenWritten, subset }: Target) {
  const number: number | undefined = portWhenWritten ? Lazy.any({ produce: portWhenWritten }) : port;
  return { host, subset, port: number === undefined ? undefined : { number } };
}

/** One part of a `Split`, with the changes to headers of the requests that it gets and of its responses. */
export interface Share extends HeaderChanges {
  /** Where this share of the requests goes. */
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
    return new Split(shares.map((share) => onlyKnown('Share', share)));
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

  /** @internal */
  get declares(): readonly DeclaredObject[] {
    return this.shares.flatMap(({ to }) => to.declares ?? []);
  }

  toTargets(): readonly Target[] {
    return this.shares.flatMap(({ to, ...share }) => to.toTargets().map((target) => ({ ...target, ...share })));
  }
}

/** The weights of a split: the versions by name, as far as there are any. */
export type Weights<V extends string> = [V] extends [never] ? never : { readonly [name in V]?: number };

/** A split among the versions of one service. @throws ConstructError `SplitWeights`, and that of `version` */
export function weighted<V extends string>(weights: Weights<V>, version: (name: V) => Destination): Destination {
  const shares = Object.entries(weights as Readonly<Record<V, number>>) as [V, number][];
  const parts = shares.map(([name, weight]) => ({ to: version(name), weight }));
  checkWeights(shares);
  return Split.between(...parts);
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
