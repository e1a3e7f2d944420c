import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type HttpRouteSpec, HttpRoute as L1HttpRoute } from '../../../imports/gateway.networking.k8s.io';
import { ConstructError } from '../../errors';
import { relyOn } from '../declared-elsewhere';
import { hostNames } from '../host';
import type { ForwardRoute, RedirectRoute, VirtualServiceRoute } from '../http-route';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { httpRules, uniquelyNamed } from './http-rule';
import { protocolsOf } from './parent-refs';
import { parentRefsOf, type RouteParents } from './parents';

/** Conditions and actions that only Istio's own routes have. */
type OnlyIstio = 'fault' | 'authority' | 'scheme' | 'sourceLabels' | 'gateways' | 'port';

/** One rule of an HTTPRoute that forwards. */
export type HttpForwardRule = Omit<ForwardRoute, OnlyIstio>;

/** One rule of an HTTPRoute that sends the caller elsewhere. */
export type HttpRedirectRule = Omit<RedirectRoute, OnlyIstio>;

/** One rule of an HTTPRoute: which requests, and what becomes of them. */
export type HttpRule = HttpForwardRule | HttpRedirectRule;

export interface HttpRouteProps extends RouteParents, WithMetadata, WithSpec<HttpRouteSpec> {
  /** Hosts that the rules are for; none for a service in the mesh. @default - every host of the parents */
  readonly hostnames?: readonly string[];
  /** Of those that match, the most specific is taken, wherever it is written: exact path, longest path, method, most headers. At least one. */
  readonly rules: readonly HttpRule[];
}

/** Which backend answers which HTTP request. Source: Gateway API `HTTPRoute`, as Istio reads it. */
export class HttpRoute extends Construct {
  /** Name of the object. */
  readonly objectName: string;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NoRules`, `NotInGatewayApi`, `GatewayOfIstio`, `BackendPort`, and those of its values
   */
  constructor(scope: Construct, id: string, props: HttpRouteProps) {
    super(scope, freeId(scope, id, 'HttpRoute'));
    const { hostnames, rules, spec } = onlyKnown('HttpRouteProps', props, this);
    const { namespace } = Chart.of(this);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of an HTTPRoute'));
    this.objectName = metadata.name;
    const hosts = within(this, () => {
      if (rules.length === 0)
        throw new ConstructError('NoRules', 'an HTTPRoute has at least one rule', { fix: 'rules: [{ to: service }]' });
      return hostnames && hostNames(hostnames);
    });
    const forwarding = rules.filter((rule): rule is HttpForwardRule => 'to' in rule);
    relyOn(
      this,
      namespace,
      forwarding.flatMap(({ to, mirror = [] }) => [to, ...mirror.map((each) => each.to)]),
    );
    const own = {
      parentRefs: within(this, () => parentRefsOf(this, props, { namespace, hosts: hosts ?? ['*'], protocols: protocolsOf.http })),
      hostnames: hosts,
      rules: uniquelyNamed(
        rules.flatMap((rule, index) => within(this, () => httpRules(rule as VirtualServiceRoute, namespace), `rule ${index + 1}`)),
      ),
    };
    new L1HttpRoute(this, 'Default', { metadata, spec: within(this, () => lastWord<HttpRouteSpec>(own, spec)) });
  }
}
