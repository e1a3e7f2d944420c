import type { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { relyOn } from '../declared-elsewhere';
import type { IGateway } from '../gateway';
import { type Attached, gatewayRefs, type ParentRef, parentOf, serviceRef } from './parent-refs';

/** Where a route of the Gateway API applies: at a gateway, or for calls in the mesh to a Service. */
export type RouteParent = IGateway | { readonly host: string };

/** What the routes have in common. */
export interface RouteParents {
  /** Gateways of the Gateway API, and services whose callers the routes are for. At least one. */
  readonly parents: readonly RouteParent[];
  /** Only this port of the parents. @default - all of them */
  readonly port?: number;
}

/** @throws ConstructError `NoParents`, `GatewayOfIstio`, `NotInGatewayApi` @internal */
export function parentRefsOf(scope: Construct, { parents, port }: RouteParents, context: Omit<Attached, 'port'>): ParentRef[] {
  if (parents.length === 0) {
    throw new ConstructError('NoParents', 'the list of parents is empty', {
      why: 'the route would apply nowhere',
      fix: 'parents: [gateway]',
    });
  }
  relyOn(scope, context.namespace, parents.filter(isGateway));
  const attached = { ...context, port };
  return parents.flatMap((parent) => (isGateway(parent) ? gatewayRefs(parentOf(parent), attached) : [serviceRef(parent.host, attached)]));
}

/** @internal */
export function isGateway(parent: RouteParent): parent is IGateway {
  return 'reference' in parent;
}
