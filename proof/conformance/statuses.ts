import { namespaceOf } from '../../lib/istio/names';
import { FieldReader } from '../../lib/manifest/field';
import type { Manifest } from '../../lib/manifest/manifest';
import { gatewayApi, type Problem } from '../../lib/mesh/gateway-api/objects';
import type { Mesh } from '../../lib/mesh/mesh';
import { conditionDifferences, type ExpectedCondition } from './conditions';

type Arguments = Readonly<Record<string, unknown>>;

interface Name {
  readonly Namespace: string;
  readonly Name: string;
}

interface ExpectedListener {
  readonly name: string;
  readonly supportedKinds: readonly { readonly kind: string }[] | null;
  readonly attachedRoutes: number;
  readonly conditions: readonly ExpectedCondition[] | null;
}

interface ExpectedParent {
  readonly parentRef: { readonly kind?: string; readonly namespace?: string; readonly name: string; readonly sectionName?: string };
  readonly conditions: readonly ExpectedCondition[] | null;
}

/** What a test expects of the status of an object and the evaluator does not find; undefined where it expects nothing of one. */
export function statusDifferences(mesh: Mesh, call: string, args: Arguments): string[] | undefined {
  const expectation = call.replace('kubernetes.', '');
  const [, kind = '', rest = ''] = /^(HTTP|TLS|TCP)Route(.*)$/.exec(expectation) ?? [];
  if (kind !== '') return new RouteStatus(mesh, `${kind}Route`).differences(rest, args);
  if (/^(GatewayAnd.*Routes|RoutesAndParent)MustBeAccepted$/.test(expectation)) return acceptedRoutes(mesh, expectation, args);
  return new ParentStatus(mesh).differences(expectation, args);
}

function find(mesh: Mesh, kind: string, { Namespace: namespace, Name: name }: Name): Manifest | undefined {
  return mesh.find(gatewayApi, kind, { namespace, name });
}

const missing = (kind: string, { Namespace, Name: name }: Name) => [`no ${kind} \`${Namespace}/${name}\` takes effect`];

function acceptedRoutes(mesh: Mesh, expectation: string, args: Arguments): string[] | undefined {
  const [, ofKind = ''] = /^GatewayAnd(HTTP|TLS|TCP|UDP)Routes/.exec(expectation) ?? [];
  const kind = ofKind ? `${ofKind}Route` : ((args.routeType as string).split('.').at(-1) ?? '');
  if (kind === 'UDPRoute') return undefined;
  const parent = (args.gw as { readonly name: Name } | undefined)?.name ?? (args.resource as Name);
  const condition = { type: 'Accepted', status: 'True', reason: '' };
  const status = new RouteStatus(mesh, kind);
  return ((args.routeNNs ?? []) as readonly Name[]).flatMap((route) => status.condition(route, parent, condition));
}

/** What is expected of routes of one kind. */
class RouteStatus {
  constructor(
    private readonly mesh: Mesh,
    private readonly kind: string,
  ) {}

  differences(expectation: string, args: Arguments): string[] | undefined {
    switch (expectation) {
      case 'MustHaveCondition':
        return this.condition(args.routeNN as Name, args.gwNN as Name, args.condition as ExpectedCondition);
      case 'MustHaveResolvedRefsConditionsTrue':
        return this.condition(args.routeNN as Name, args.gwNN as Name, { type: 'ResolvedRefs', status: 'True', reason: '' });
      case 'MustHaveParents':
        return ((args.parents ?? []) as readonly ExpectedParent[]).flatMap((parent) => this.parent(args.routeName as Name, parent));
      case 'MustHaveNoAcceptedParents':
        return this.isAttached(args.routeName as Name) ? [`${this.kind} is accepted by a parent`] : [];
      default:
        return undefined;
    }
  }

  condition(name: Name, { Namespace, Name: parent }: Name, expected: ExpectedCondition): string[] {
    return this.ofParent(name, { parentRef: { namespace: Namespace, name: parent }, conditions: [expected] });
  }

  private parent(name: Name, expected: ExpectedParent): string[] {
    return this.ofParent(name, expected);
  }

  /** Problems of its backends are written at every parent, those of an attachment at one. */
  private ofParent(name: Name, { parentRef, conditions }: ExpectedParent): string[] {
    const route = find(this.mesh, this.kind, name);
    if (!route) return missing(this.kind, name);
    const isOther = ({ path }: Problem) => path[1] === 'parentRefs' && !this.isParent(route, Number(path[2]), parentRef);
    const problems = this.mesh.gatewayApi.problemsOf(route).filter((problem) => !isOther(problem));
    return (conditions ?? []).flatMap((condition) => conditionDifferences(condition, problems));
  }

  private isParent(route: Manifest, index: number, wanted: ExpectedParent['parentRef']): boolean {
    const reference = new FieldReader(route.object).at('spec', 'parentRefs').items[index];
    const namespace = reference?.at('namespace').text || namespaceOf(route.object);
    const section = wanted.sectionName ?? '';
    return (
      reference?.at('name').text === wanted.name &&
      namespace === (wanted.namespace ?? namespaceOf(route.object)) &&
      (section === '' || reference.at('sectionName').text === section)
    );
  }

  private isAttached(name: Name): boolean {
    const route = find(this.mesh, this.kind, name);
    return this.mesh.gatewayApi.listeners.some((listener) => this.mesh.gatewayApi.routesAt(listener).some((one) => one === route));
  }
}

/** What is expected of Gateways, ListenerSets and BackendTLSPolicies. */
class ParentStatus {
  constructor(private readonly mesh: Mesh) {}

  differences(expectation: string, args: Arguments): string[] | undefined {
    switch (expectation) {
      case 'GatewayMustHaveCondition':
        return this.gateway(args.gwNN as Name, args.expectedCondition as ExpectedCondition);
      case 'ListenerSetMustHaveCondition':
        return this.whole('ListenerSet', args.lsNN as Name, args.expectedCondition as ExpectedCondition);
      case 'BackendTLSPolicyMustHaveCondition':
        return this.whole('BackendTLSPolicy', args.policyNN as Name, args.condition as ExpectedCondition);
      case 'GatewayStatusMustHaveListeners':
        return this.listeners('Gateway', args.gwNN as Name, args.listeners as readonly ExpectedListener[]);
      case 'ListenerSetStatusMustHaveListeners':
        return this.listeners('ListenerSet', args.lsNN as Name, args.listeners as readonly ExpectedListener[]);
      case 'GatewayListenerMustHaveConditions':
        return this.conditions('Gateway', args.gwName as Name, { names: [args.lName as string], args });
      case 'GatewayListenersMustHaveConditions':
        return this.conditions('Gateway', args.gwName as Name, { names: args.listenerNames as string[], args });
      case 'ListenerSetListenersMustHaveConditions':
        return this.conditions('ListenerSet', args.lsName as Name, { names: args.listenerNames as string[], args });
      case 'GatewayMustHaveZeroRoutes':
        return this.zeroRoutes(args.gwName as Name);
      case 'GatewayMustHaveAttachedListeners':
        return this.attachedListeners(args.gwName as Name, args.expectedCount as number);
      default:
        return undefined;
    }
  }

  /** Which certificate a Gateway shows to backends is not looked at. */
  private gateway(name: Name, condition: ExpectedCondition): string[] | undefined {
    if (condition.type === 'ResolvedRefs' || condition.reason.startsWith('Address')) return undefined;
    return this.whole('Gateway', name, condition);
  }

  /** Of the object as a whole; what is wrong with one listener leaves a Gateway accepted. */
  private whole(kind: string, name: Name, condition: ExpectedCondition): string[] {
    const manifest = find(this.mesh, kind, name);
    if (!manifest) return missing(kind, name);
    const problems = this.mesh.gatewayApi.problemsOf(manifest);
    if (condition.reason !== 'ListenersNotValid')
      return conditionDifferences(
        condition,
        problems.filter(({ path }) => path[1] !== 'listeners'),
      );
    return problems.some(({ path }) => path[1] === 'listeners') ? [] : ['every listener is valid, expected that one is not'];
  }

  private conditions(kind: string, name: Name, { names, args }: { readonly names: readonly string[]; readonly args: Arguments }): string[] {
    return names.flatMap((each) => this.ofListener(kind, name, { name: each, conditions: args.conditions as ExpectedCondition[] }));
  }

  private listeners(kind: string, name: Name, expected: readonly ExpectedListener[]): string[] {
    return expected.flatMap((each) => [...this.ofListener(kind, name, each), ...this.ofRoutes(kind, name, each)]);
  }

  private ofListener(kind: string, name: Name, expected: Pick<ExpectedListener, 'name' | 'conditions'>): string[] {
    const manifest = find(this.mesh, kind, name);
    if (!manifest) return missing(kind, name);
    const entries = new FieldReader(manifest.object).at('spec', 'listeners').items;
    const index = entries.findIndex((entry) => entry.at('name').text === expected.name);
    if (index < 0) return [`no listener \`${expected.name}\``];
    const problems = this.mesh.gatewayApi.problemsOf(manifest).filter(({ path }) => path[1] === 'listeners' && path[2] === index);
    return (expected.conditions ?? []).flatMap((condition) =>
      conditionDifferences(condition, problems).map((difference) => `listener \`${expected.name}\`: ${difference}`),
    );
  }

  /** Source: Gateway API `conformance/utils/kubernetes.listenersMatch`, which wants the kinds that are named, and none where none is. */
  private ofRoutes(kind: string, name: Name, { name: own, supportedKinds, attachedRoutes }: ExpectedListener): string[] {
    const { gatewayApi: api } = this.mesh;
    const listener = api.listeners.find((each) => each.manifest === find(this.mesh, kind, name) && each.name === own);
    const routes = listener ? api.routesAt(listener).length : 0;
    const kinds: readonly string[] = listener?.kinds ?? [];
    const wanted = (supportedKinds ?? []).map((each) => each.kind);
    const fits = wanted.length === 0 ? kinds.length === 0 : wanted.every((each) => kinds.includes(each));
    return [
      ...(routes === attachedRoutes ? [] : [`listener \`${own}\` has ${routes} routes, expected ${attachedRoutes}`]),
      ...(fits || !listener
        ? []
        : [`listener \`${own}\` takes ${kinds.join(', ') || 'no routes'}, expected ${wanted.join(', ') || 'none'}`]),
    ];
  }

  private zeroRoutes(name: Name): string[] {
    const { gatewayApi: api } = this.mesh;
    const own = api.listeners.filter(({ manifest }) => manifest === find(this.mesh, 'Gateway', name));
    return own.flatMap((listener) => api.routesAt(listener).map(({ object }) => `${object.kind} \`${object.metadata.name}\` is attached`));
  }

  private attachedListeners(name: Name, expected: number): string[] {
    const sets = this.mesh.gatewayApi.listeners.filter(
      ({ manifest, parent }) => manifest !== parent && parent === find(this.mesh, 'Gateway', name),
    );
    const count = new Set(sets.map(({ manifest }) => manifest)).size;
    return count === expected ? [] : [`${count} ListenerSets are attached, expected ${expected}`];
  }
}
