import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type GrpcRouteSpec,
  type GrpcRouteSpecRules,
  GrpcRouteSpecRulesMatchesHeadersType as HeaderType,
  GrpcRoute as L1GrpcRoute,
  GrpcRouteSpecRulesMatchesMethodType as MethodType,
} from '../../../imports/gateway.networking.k8s.io';
import { ConstructError } from '../../errors';
import { relyOn } from '../declared-elsewhere';
import type { Destination } from '../destination';
import type { Header } from '../header';
import type { HeaderChanges } from '../header-operations';
import { hostNames } from '../host';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import type { Mirror } from '../route-policy';
import { within } from '../within';
import { backendRefs } from './backend-refs';
import { headerFilters, requestMirror } from './http-filters';
import { httpMatches } from './http-matches';
import { protocolsOf } from './parent-refs';
import { parentRefsOf, type RouteParents } from './parents';

/** One rule of a GRPCRoute: which calls, and where they go. */
export interface GrpcRule extends HeaderChanges {
  /** Where the calls go. */
  readonly to: Destination;
  /** Name of the service with its package, for example `shop.Cart`. @default - any */
  readonly service?: string;
  /** Name of the method. @default - any */
  readonly method?: string;
  /** Conditions on metadata, at most one a name. @default - none */
  readonly headers?: readonly Header[];
  /** Where copies go; their answers are dropped. @default - nowhere */
  readonly mirror?: readonly Mirror[];
}

export interface GrpcRouteProps extends RouteParents, WithMetadata, WithSpec<GrpcRouteSpec> {
  /** Hosts that the rules are for; none for a service in the mesh. @default - every host of the parents */
  readonly hostnames?: readonly string[];
  /** Of those that match, the most specific is taken. At least one. */
  readonly rules: readonly GrpcRule[];
}

/** Which backend answers which gRPC call. Source: Gateway API `GRPCRoute`, as Istio reads it. */
export class GrpcRoute extends Construct {
  /** Name of the object. */
  readonly objectName: string;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NoRules`, `GrpcName`, `NotInGatewayApi`, `GatewayOfIstio`, `BackendPort`, and those of its values
   */
  constructor(scope: Construct, id: string, props: GrpcRouteProps) {
    super(scope, freeId(scope, id, 'GrpcRoute'));
    const { hostnames, rules, spec } = onlyKnown('GrpcRouteProps', props, this);
    const { namespace } = Chart.of(this);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of a GRPCRoute'));
    this.objectName = metadata.name;
    within(this, () => {
      if (rules.length === 0) throw new ConstructError('NoRules', 'a GRPCRoute has at least one rule', { fix: 'rules: [{ to: service }]' });
    });
    relyOn(
      this,
      namespace,
      rules.flatMap(({ to, mirror = [] }) => [to, ...mirror.map((each) => each.to)]),
    );
    const hosts = within(this, () => hostnames && hostNames(hostnames));
    const own = {
      parentRefs: within(this, () => parentRefsOf(this, props, { namespace, hosts: hosts ?? ['*'], protocols: protocolsOf.http })),
      hostnames: hosts,
      rules: rules.map((rule, index) => within(this, () => grpcRule(rule, namespace), `rule ${index + 1}`)),
    };
    new L1GrpcRoute(this, 'Default', { metadata, spec: within(this, () => lastWord<GrpcRouteSpec>(own, spec)) });
  }
}

function grpcRule(rule: GrpcRule, namespace: string | undefined): GrpcRouteSpecRules {
  const match = grpcMatch(rule);
  const mirrors = (rule.mirror ?? []).map((mirror) => ({ type: 'RequestMirror', requestMirror: requestMirror(mirror, namespace) }));
  const filters = [...headerFilters(rule), ...mirrors];
  const targets = backendRefs(rule.to, namespace).map(({ target, ...reference }) => {
    const changes = headerFilters(target);
    return { ...reference, filters: changes.length > 0 ? changes : undefined };
  });
  // The generated types of filters of HTTP and gRPC differ in name only.
  return { matches: match && [match], filters: filters.length > 0 ? filters : undefined, backendRefs: targets } as GrpcRouteSpecRules;
}

function grpcMatch({ service, method, headers = [] }: GrpcRule): NonNullable<GrpcRouteSpecRules['matches']>[number] | undefined {
  for (const name of [service, method]) {
    if (name === undefined || /^[A-Za-z_][A-Za-z_0-9.]*$/.test(name)) continue;
    throw new ConstructError('GrpcName', `not the name of a service or method of gRPC: \`${name}\``, { fix: "service: 'shop.Cart'" });
  }
  const call = service !== undefined || method !== undefined ? { type: MethodType.EXACT, service, method } : undefined;
  const [conditions] = httpMatches({ headers });
  const list = conditions?.headers?.map(({ name, type, value }) => ({ name, value, type: type && HeaderType[keyOf(type)] }));
  return call || list ? { method: call, headers: list } : undefined;
}

function keyOf(type: string): keyof typeof HeaderType {
  return type === 'Exact' ? 'EXACT' : 'REGULAR_EXPRESSION';
}
