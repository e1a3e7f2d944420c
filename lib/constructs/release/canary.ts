import { ConstructError } from '../../errors';
import { type Destination, Split } from '../destination';
import type { ForwardRoute } from '../http-route';
import type { Microservice } from '../microservice';
import { onlyKnown } from '../only-known';
import { risingSteps } from './rising-steps';
import type { StickyCookie } from './sticky-cookie';

/** The routes whose traffic moves, from which version to which, and in which steps. */
export interface CanaryProps<V extends string> {
  /** The version that everybody has. */
  readonly from: V;
  /** The version that takes its place. */
  readonly to: V;
  /** Shares of requests, in percent, that the new version gets: one set of manifests each. */
  readonly steps: readonly number[];
  /** What pins a user to the version once drawn. @default - each request is drawn anew */
  readonly sticky?: StickyCookie;
}

/** One step of a canary, a set of manifests of its own. */
export interface CanaryStep {
  /** Where `MeshApp.alternative(step)` writes it, for example `canary/2-25-percent`; names sort in the order of steps. */
  readonly folder: string;
  /** Folder of the step that this one is applied after. @default - none: the first step is applied over the app's own manifests */
  readonly after?: string;
  /** Share of requests, in percent, that the new version gets. */
  readonly weight: number;
  /** Routes that do it, most special first, for every request or, with conditions added to each, for some. */
  readonly routes: readonly ForwardRoute[];
}

/**
 * A release as a plan that people review and apply step by step: nothing moves unless somebody applies the next folder, and
 * the folder before takes it back.
 *
 * With `sticky` a user keeps the version first drawn: for good where it is the new one; until the next step where it is the old
 * one. Then just as many of them are drawn again as bring the new version's share of all known users to the step's weight.
 */
export class Canary<V extends string> {
  /** The steps in order: one folder of manifests each. */
  readonly steps: readonly CanaryStep[];

  /** @throws ConstructError `NoSteps`, `StepRange`, `StepsNotRising`, `SameVersion`, `UnknownVersion` */
  constructor(
    private readonly service: Microservice<V>,
    private readonly props: CanaryProps<NoInfer<V>>,
  ) {
    const { from, to } = onlyKnown('CanaryProps', props);
    if (from === to) throw new ConstructError('SameVersion', `a canary leads from one version to another, got \`${from}\` twice`);
    const weights = risingSteps(props.steps);
    const folders = weights.map((weight, index) => {
      const position = String(index + 1).padStart(String(weights.length).length, '0');
      return `canary/${position}-${weight}-percent`;
    });
    this.steps = weights.map((weight, index) => ({
      folder: folders[index] ?? '',
      ...(index > 0 ? { after: folders[index - 1] } : {}),
      weight,
      routes: this.routes(weight, weights.slice(0, index)),
    }));
  }

  private routes(weight: number, earlier: readonly number[]): ForwardRoute[] {
    const { service, props } = this;
    const { from, to, sticky } = props;
    const [old, fresh] = [service.version(from), service.version(to)];
    if (weight === 100) return [{ to: fresh }];
    if (!sticky) return [{ to: Split.between({ to: old, weight: 100 - weight }, { to: fresh, weight }) }];
    return [
      { headers: [sticky.is(to)], to: fresh },
      { headers: [sticky.is(undecided(from, weight))], to: old },
      ...this.drawnAgain(weight, earlier, sticky),
      { to: this.drawn(weight, weight, sticky) },
    ];
  }

  /** Those whom an earlier step left with the old version: `p` per cent are with the new one already. */
  private drawnAgain(weight: number, earlier: readonly number[], sticky: StickyCookie): ForwardRoute[] {
    const last = earlier.at(-1);
    if (last === undefined) return [];
    const share = Math.round((100 * (weight - last)) / (100 - last));
    return [{ headers: [sticky.is(...earlier.map((one) => undecided(this.props.from, one)))], to: this.drawn(share, weight, sticky) }];
  }

  private drawn(share: number, weight: number, sticky: StickyCookie): Destination {
    const { from, to } = this.props;
    return Split.between(
      { to: this.service.version(from), weight: 100 - share, responseHeaders: sticky.set(undecided(from, weight)) },
      { to: this.service.version(to), weight: share, responseHeaders: sticky.set(to) },
    );
  }
}

/** What the cookie says of who was left with the old version: until which step it holds. */
function undecided(version: string, weight: number): string {
  return `${version}.${weight}`;
}
