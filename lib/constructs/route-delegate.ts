import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { VirtualService as L1VirtualService } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { relyOn } from './declared-elsewhere';
import type { IRouteDelegate } from './delegate';
import type { Destination } from './destination';
import { renderExportTo, type WithExportTo } from './export-to';
import type { IGateway } from './gateway';
import { type AnswerRoute, renderHttpRoute } from './http-route';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { onlyKnown } from './only-known';
import { Path } from './path';
import { takesAll } from './route-match';
import { within } from './within';

/** A route under a prefix: another path does not compile. */
export type DelegatedRoute<P extends string> = AnswerRoute & {
  /** The requests by their path, within the delegate's prefix. @default - everything under the prefix */
  readonly path?: Path<P | `${P}/${string}`>;
};

export interface RouteDelegateProps<P extends string> extends WithMetadata, WithExportTo {
  /** Path that the platform's virtual service hands over, for example `/cart`: it and everything below it. */
  readonly prefix: P;
  /** Istio takes the first that matches; a request that none takes goes on to the platform's later routes. At least one. */
  readonly routes: readonly DelegatedRoute<NoInfer<P>>[];
  /**
   * Gateways whose virtual service hands requests over, where that is declared in another app. Istio is not told; `ZeroTrust`
   * admits their pods.
   *
   * @default - what a virtual service of this app says
   */
  readonly gateways?: readonly IGateway[];
}

/**
 * A team's own routes under a path of a host that a platform team serves. A `VirtualService` names it by
 * `{ delegate: cartRoutes }`. Source: Istio `HTTPRoute.delegate`.
 */
export class RouteDelegate<P extends string = string> extends Construct implements IRouteDelegate {
  /**
   * Routes that are made elsewhere.
   *
   * @param reference `namespace/name` @throws ConstructError `DelegateReference`, `PathForm`
   */
  static fromName(reference: string, { prefix }: { readonly prefix: string }): IRouteDelegate {
    const [namespace, objectName, ...rest] = reference.split('/');
    if (!namespace || !objectName || rest.length > 0) {
      throw new ConstructError('DelegateReference', `routes made elsewhere are named \`namespace/name\`, got \`${reference}\``, {
        fix: `RouteDelegate.fromName('shop/${reference.replace(/^.*\//, '')}', { prefix: '${prefix}' })`,
      });
    }
    Path.under(prefix);
    const spec = { http: [{ match: [{ uri: { prefix: `${prefix}/` } }], directResponse: { status: 200 } }] };
    const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: objectName, namespace }, spec };
    return { objectName, namespace, prefix, destinations: [], declares: [() => [object]] };
  }

  /** The name of the VirtualService that holds the routes. */
  readonly objectName: string;
  /** The namespace of the VirtualService. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  readonly prefix: P;
  /** @internal */
  readonly destinations: readonly string[];
  /** @internal */
  readonly takesAll: boolean;
  /** Where its routes apply, as far as it says so. @internal */
  readonly gateways: readonly IGateway[];
  /** It has none: those of the virtual service that names it hold. @internal */
  readonly hosts: readonly string[] = [];

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `PathForm`, `OutsidePrefix`, `NoRoutes`, `UnreachableRoute`, and those of its values
   */
  constructor(scope: Construct, id: string, props: RouteDelegateProps<P>) {
    super(scope, freeId(scope, id, 'RouteDelegate'));
    const { prefix, routes, metadata, exportTo, gateways = [] } = onlyKnown('RouteDelegateProps', props, this);
    this.namespace = Chart.of(this).namespace;
    this.prefix = prefix;
    this.gateways = gateways;
    const destinations = routes.flatMap((route) => [...toOf(route), ...(route.mirror ?? []).map(({ to }) => to)]);
    this.destinations = [...new Set(destinations.flatMap((to) => to.toTargets().map(({ host }) => host)))];
    relyOn(this, this.namespace, destinations);
    const { name, ...rest } = within(this, () => metadataOf(id, metadata, 'the name of a route delegate'));
    this.objectName = name;
    this.takesAll = routes.some((route) => takesPrefix(prefix, route));
    within(this, () => checkRoutes(prefix, routes));
    // A route without a path would have its rewrite read with the platform's conditions, which this app does not know.
    const http = routes.flatMap((route, index) =>
      within(this, () => renderHttpRoute({ ...route, path: route.path ?? Path.under(prefix) }), place(route, index)),
    );
    new L1VirtualService(this, 'Default', {
      metadata: { name, ...rest },
      spec: { http, exportTo: within(this, () => renderExportTo(exportTo)) },
    });
  }
}

/**
 * Delegates under one host are tried in order: one whose prefix lies within that of an earlier one, which takes all, is never reached.
 *
 * @throws ConstructError `UnreachableRoute` @internal
 */
export function checkDelegates(delegates: readonly (IRouteDelegate | undefined)[]): void {
  for (const [index, later] of delegates.entries()) {
    const earlier = later && delegates.slice(0, index).find((each) => each?.takesAll && isWithin(later.prefix, each.prefix));
    if (!earlier || !later) continue;
    throw new ConstructError('UnreachableRoute', `no request ever reaches the routes of \`${later.objectName}\``, {
      at: `route ${index + 1}`,
      why: `\`${earlier.objectName}\` has everything under \`${earlier.prefix}\`, and with it \`${later.prefix}\``,
      fix: `put the route of \`${later.objectName}\` first`,
    });
  }
}

function checkRoutes(prefix: string, routes: readonly AnswerRoute[]): void {
  Path.under(prefix);
  if (routes.length === 0) throw new ConstructError('NoRoutes', 'a route delegate has at least one route', { fix: 'routes: [{ to }]' });
  for (const [index, route] of routes.entries()) checkWithin(prefix, route, index);
  const last = routes.findIndex((route) => takesPrefix(prefix, route));
  if (last < 0 || last === routes.length - 1) return;
  throw new ConstructError('UnreachableRoute', `no request ever reaches ${place(routes[last + 1], last + 1)}`, {
    at: place(routes[last], last),
    why: `${place(routes[last], last)} takes everything under \`${prefix}\`, and Istio takes the first route that matches`,
    fix: 'put the route without conditions last',
  });
}

function checkWithin(prefix: string, route: AnswerRoute, index: number): void {
  const uris = (route.path?.toMatches() ?? []).map(({ uri }) => uri);
  for (const uri of uris) {
    if ('regex' in uri) {
      throw new ConstructError('OutsidePrefix', `a delegated route matches by a regular expression: \`${uri.regex}\``, {
        at: place(route, index),
        why: 'Istio drops the route: it cannot tell whether the expression stays under the prefix',
        fix: `Path.under('${prefix}')`,
      });
    }
    const path = 'exact' in uri ? uri.exact : uri.prefix;
    if (path === prefix && 'exact' in uri) continue;
    if (isWithin(path, prefix) && path !== prefix) continue;
    throw new ConstructError('OutsidePrefix', `a delegated route matches \`${path}\`, outside of \`${prefix}\``, {
      at: place(route, index),
      why: 'Istio drops the route without a message: no condition of the virtual service that names the delegate fits it',
      fix: `Path.under('${prefix}${
        path.startsWith(prefix)
          ? path
              .slice(prefix.length)
              .replace(/^(?!\/)/, '/')
              .replace(/\/$/, '')
          : path
      }')`,
    });
  }
}

/** Whether a path is a prefix itself or lies below it, by whole segments. */
function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** Whether a route leaves nothing under the prefix to the routes after it. */
function takesPrefix(prefix: string, route: AnswerRoute): boolean {
  const uris = route.path?.toMatches().map(({ uri }) => uri);
  const isWhole = uris?.some((uri) => 'prefix' in uri && uri.prefix === `${prefix}/`) ?? true;
  return isWhole && takesAll({ ...route, path: undefined });
}

function toOf({ to }: AnswerRoute): Destination[] {
  return to ? [to] : [];
}

function place(route: AnswerRoute | undefined, index: number): string {
  return route?.name === undefined ? `route ${index + 1}` : `route ${index + 1} (${route.name})`;
}
