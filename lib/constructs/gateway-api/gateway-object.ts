import type { Construct } from 'constructs';
import {
  HttpRouteSpecRulesFiltersType as FilterType,
  Gateway,
  type GatewaySpec,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme as Scheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode as StatusCode,
} from '../../../imports/gateway.networking.k8s.io';
import type { GatewaySpecServers } from '../../../imports/networking.istio.io';
import { lastWord } from '../last-word';
import { notInGatewayApi } from '../traffic-api';
import type { DeepPartial } from '../workload/deep-partial';
import { type Listener, listenersOf } from './listeners';

/** The label of the pods that istiod makes for a Gateway. Source: Gateway API `GatewayNameLabelKey`. */
export const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';

interface GatewayDeclaration {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly servers: readonly GatewaySpecServers[];
  readonly selector?: object;
  readonly spec?: object;
}

/**
 * A Gateway of the Gateway API, and the HTTPRoute of those of its listeners that send every request to https.
 *
 * @throws ConstructError `NotInGatewayApi`, `SpecConflict` @internal
 */
export function makeGateway(scope: Construct, { metadata, servers, selector, spec }: GatewayDeclaration): readonly Listener[] {
  if (selector !== undefined)
    throw notInGatewayApi(
      'selector of pods (`selector`)',
      "leave it out, and istiod makes the pods; `spec: { addresses: [{ type: 'Hostname', value }] }` names a Service of others",
    );
  const listeners = listenersOf(servers);
  const own: GatewaySpec = { gatewayClassName: 'istio', listeners: listeners.map((listener) => listener.spec) };
  new Gateway(scope, 'Default', { metadata, spec: lastWord<GatewaySpec>(own, spec as DeepPartial<GatewaySpec> | undefined) });
  const redirecting = listeners.filter(({ redirects }) => redirects);
  if (redirecting.length > 0) makeRedirect(scope, metadata.name, redirecting);
  return listeners;
}

function makeRedirect(scope: Construct, gateway: string, listeners: readonly Listener[]): void {
  const requestRedirect = { scheme: Scheme.HTTPS, statusCode: StatusCode.VALUE_301 };
  new HttpRoute(scope, 'https-redirect', {
    metadata: { name: `${gateway}-https-redirect` },
    spec: {
      parentRefs: listeners.map(({ spec }) => ({ name: gateway, sectionName: spec.name })),
      rules: [{ filters: [{ type: FilterType.REQUEST_REDIRECT, requestRedirect }] }],
    },
  });
}
