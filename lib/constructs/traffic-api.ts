import type { IConstruct } from 'constructs';
import { ConstructError } from '../errors';
import { closest } from '../text';
import { within } from './within';

/** The kinds that gateways and routes are written as: Istio's own, or those of the Kubernetes Gateway API. */
export type TrafficApi = 'istio' | 'gateway-api';

/** A construct that is written for either API. */
export interface WithTrafficApi {
  /** Which kinds it is written as. @default - that of the `MeshApp`, which is `'istio'` unless it says another */
  readonly trafficApi?: TrafficApi;
}

/** Under which key of the context the choice is kept. */
const key = 'meshwright/traffic-api';

const all: readonly TrafficApi[] = ['istio', 'gateway-api'];

/** Chooses for everything below a construct that has no children yet. @throws ConstructError `UnknownTrafficApi` */
export function chooseTrafficApi(root: IConstruct, api: TrafficApi): void {
  root.node.setContext(key, checked(api));
}

/** @throws ConstructError `UnknownTrafficApi` */
export function trafficApiOf(construct: IConstruct, own?: TrafficApi): TrafficApi {
  return within(construct, () => checked(own ?? construct.node.tryGetContext(key) ?? 'istio'));
}

function checked(api: TrafficApi): TrafficApi {
  if (all.includes(api)) return api;
  throw new ConstructError('UnknownTrafficApi', `no API for gateways and routes is named \`${api}\``, {
    why: `there is ${all.map((name) => `\`${name}\``).join(', ')}`,
    fix: closest(api, all),
  });
}

/**
 * A feature that Istio's own kinds have and those of the Gateway API have not.
 *
 * @param feature what is asked for, as the user writes it @param instead what says nearly the same there
 */
export function notInGatewayApi(feature: string, instead?: string): ConstructError {
  const choice = "declare it with `trafficApi: 'istio'`";
  return new ConstructError('NotInGatewayApi', `the Gateway API has no ${feature}`, {
    why: 'this is written as objects of the Gateway API: `trafficApi` is `gateway-api`',
    fix: instead === undefined ? `leave it out, or ${choice}` : `${instead}, or ${choice}`,
  });
}
