import { Construct } from 'constructs';
import { Rollout as L1Rollout, RolloutSpecStrategyCanaryStepsPauseDuration } from '../../../imports/argoproj.io';
import { DestinationRule } from '../../../imports/networking.istio.io';
import { ConstructError } from '../../errors';
import { closest } from '../../text';
import { type Destination, Endpoint, Split } from '../destination';
import type { Duration } from '../duration';
import { ownId } from '../metadata';
import type { Microservice } from '../microservice';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import type { VirtualService } from '../virtual-service';
import { within } from '../within';
import { risingSteps } from './rising-steps';
import { singleDeployment } from './single-deployment';

/** Routes whose weights move. */
export interface RolloutRoutes {
  /** The VirtualService whose weights the controller writes. */
  readonly of: VirtualService;
  /** Names of routes that go to `Rollout.destination(service)`. @default - the only one */
  readonly named?: readonly string[];
}

/** The service that Argo Rollouts releases, its routes and its steps. */
export interface RolloutProps {
  /** What is released, without `versions`: Argo Rollouts keeps the old pods beside the new ones itself. */
  readonly service: Microservice;
  /** At least one. */
  readonly routes: readonly RolloutRoutes[];
  /** Shares of requests, in percent, that the new pods get, one step after the other. After the last, all requests go to them. */
  readonly steps: readonly number[];
  /** How long each step lasts. @default - until somebody promotes it: `kubectl argo rollouts promote` */
  readonly pause?: Duration;
}

/** Subsets of the destination rule: the controller adds the hash of the pods that each means. */
const [stable, canary] = ['stable', 'canary'];

/**
 * A release that Argo Rollouts carries out: every change of the Deployment goes to a few requests first, by the weights of the
 * routes that are named, then to more. Makes the destination rule that tells old and new pods apart.
 *
 * The Deployment stays declared and is scaled down once the Rollout's own pods are there. Where Argo CD applies the manifests, it must leave
 * alone what the controller writes: `IgnoredFields`. Source: Argo Rollouts `Rollout`, `rollout/trafficrouting/istio`.
 */
export class Rollout extends Construct {
  /** Where a route sends whose weights the rollout moves: all to the old pods for now. @throws ConstructError `VersionsReleased` */
  static destination(service: Microservice): Destination {
    within(service, () => singleDeployment(service));
    const to = (subset: string) => new Endpoint({ ...service.toTargets()[0], host: service.host, subset });
    return Split.between({ to: to(stable), weight: 100 }, { to: to(canary), weight: 0 });
  }

  /**
   * @param id also the name of the object, and of the destination rule
   * @throws ConstructError `NameForm`, `VersionsReleased`, `NoSteps`, `StepRange`, `StepsNotRising`, `NoRoutes`, `UnknownRoute`
   */
  constructor(scope: Construct, id: string, props: RolloutProps) {
    super(scope, ownId(scope, id, 'Rollout'));
    onlyKnown('RolloutProps', props, this);
    within(this, () => {
      const name = dnsLabel(id, 'the name of a rollout');
      const { service, routes } = props;
      new DestinationRule(this, 'DestinationRule', {
        metadata: { name },
        spec: { host: service.host, subsets: [stable, canary].map((subset) => ({ name: subset, labels: service.labels })) },
      });
      if (routes.length === 0) throw new ConstructError('NoRoutes', 'a rollout moves the weights of at least one route');
      new L1Rollout(this, 'Default', {
        metadata: { name },
        spec: {
          workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: singleDeployment(service), scaleDown: 'onsuccess' },
          strategy: {
            canary: {
              steps: renderSteps(props),
              trafficRouting: {
                istio: {
                  destinationRule: { name, stableSubsetName: stable, canarySubsetName: canary },
                  virtualServices: routes.map(renderRoutes),
                },
              },
            },
          },
        },
      });
    });
  }
}

function renderSteps({ steps, pause }: RolloutProps) {
  const duration = pause && RolloutSpecStrategyCanaryStepsPauseDuration.fromString(pause.toString());
  return risingSteps(steps).flatMap((setWeight) => [{ setWeight }, ...(setWeight === 100 ? [] : [{ pause: { duration } }])]);
}

/** @throws ConstructError `UnknownRoute`, `RouteWrittenTwice` */
function renderRoutes({ of, named }: RolloutRoutes): { name: string; routes?: string[] } {
  for (const route of named ?? []) checkRoute(of, route);
  return { name: of.node.id, routes: named && [...named] };
}

function checkRoute({ node, routeNames, writtenNames }: VirtualService, route: string): void {
  if (!routeNames.includes(route)) {
    throw new ConstructError('UnknownRoute', `virtual service \`${node.id}\` has no route named \`${route}\``, {
      why: routeNames.length > 0 ? `it names ${routeNames.map((known) => `\`${known}\``).join(', ')}` : 'none of its routes has a name',
      fix: closest(route, routeNames),
    });
  }
  if (writtenNames.filter((name) => name === route).length === 1) return;
  throw new ConstructError('RouteWrittenTwice', `route \`${route}\` of \`${node.id}\` takes more than one of Istio's routes`, {
    why: 'Argo Rollouts moves the weights of the first route of a name, and the others would stay with the old pods',
    fix: "declare two routes with names of their own: Path.exactly('/user') and Path.startsWith('/user/')",
  });
}
