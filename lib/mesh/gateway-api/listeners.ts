import { expandHost, namespaceOf, qualifiedName } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { Secrets } from '../installation/secrets';
import type { Objects } from '../objects';
import { labelSelectorFits } from '../workloads/label-selector';
import { classProblems } from './class-problems';
import { deployedName, isDeployed, parametersFault } from './deployments';
import { controllerOf } from './gateway-classes';
import { conflictsIn } from './listener-conflicts';
import { gatewayApi, type Problem, type RouteKind, routeKinds, stored } from './objects';
import type { ReferenceGrants } from './reference-grants';
import { clientValidation, serverTls } from './server-tls';

/** A listener of a Gateway or a ListenerSet, as istiod makes a Gateway of one server from it. */
export interface Listener {
  /** The Gateway or ListenerSet that declares it. */
  readonly manifest: Manifest;
  /** The Gateway whose pods open it. */
  readonly parent: Manifest;
  readonly path: FieldPath;
  readonly name: string;
  /** `namespace/name` of Istio's own Gateway. Source: Istio `InternalGatewayName`. */
  readonly gateway: string;
  readonly port: number;
  readonly protocol: string;
  /** As written; `` where none is. */
  readonly hostname: string;
  /** `namespace/hostname` for each namespace whose routes may attach; `*` is any. */
  readonly hosts: readonly string[];
  readonly kinds: readonly RouteKind[];
  readonly tls?: object;
  /** Host names of the Services whose pods serve it, and their namespace. */
  readonly services: readonly string[];
  readonly serviceNamespace: string;
  /** Without a fault, so that it is opened. */
  readonly valid: boolean;
}

/** What listeners are made from. */
export interface ListenerContext {
  readonly objects: Objects;
  readonly grants: ReferenceGrants;
  readonly secrets: Secrets;
  /** Do the manifests hold everything there is? */
  readonly complete: boolean;
  /** Namespaces that occur anywhere. */
  readonly namespaces: ReadonlySet<string>;
  /** The DNS suffix of the cluster. */
  readonly domain: string;
}

const supported: Readonly<Record<string, readonly RouteKind[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TCP: ['TCPRoute'],
  TLS: ['TLSRoute'],
};

/** The listeners of every Gateway of Istio's class, and what is wrong with them. Source: Istio `buildListener`. */
export class Listeners {
  readonly all: readonly Listener[];
  readonly problems: Problem[] = [];
  private readonly byParent = new Map<string, Listener[]>();

  constructor(private readonly context: ListenerContext) {
    const gateways = context.objects
      .ofKind(gatewayApi, 'Gateway')
      .filter((manifest) => controllerOf(context.objects, stored(manifest).at('spec', 'gatewayClassName').text) === 'ingress');
    this.all = gateways.flatMap((gateway) => this.ofGateway(gateway));
    for (const manifest of gateways) {
      const fault = parametersFault(manifest, context.objects, context.complete);
      if (fault) this.problems.push({ manifest, reason: 'InvalidParameters', path: fault.path, message: fault.message });
    }
    this.problems.push(...classProblems(context.objects));
    for (const listener of this.all) {
      const key = `${listener.manifest.object.kind} ${qualifiedName(listener.manifest.object)}`;
      const same = this.byParent.get(key);
      if (same) same.push(listener);
      else this.byParent.set(key, [listener]);
    }
  }

  /** Those of one Gateway or ListenerSet. @param name `namespace/name` */
  of(kind: string, name: string): readonly Listener[] {
    return this.byParent.get(`${kind} ${name}`) ?? [];
  }

  private ofGateway(gateway: Manifest): Listener[] {
    const sets = this.context.objects.ofKind(gatewayApi, 'ListenerSet').filter((set) => this.attaches(set, gateway));
    if (this.servicesOf(gateway).length === 0 && stored(gateway).at('spec', 'addresses').items.length > 0) {
      const message = `no address of Gateway \`${qualifiedName(gateway.object)}\` is one that Istio serves`;
      for (const set of sets)
        this.problems.push({ manifest: set, path: stored(set).at('spec', 'parentRef').path, reason: 'UnsupportedAddress', message });
      return [];
    }
    const parents = [gateway, ...sets];
    const entries = parents.flatMap((manifest) =>
      stored(manifest)
        .at('spec', 'listeners')
        .items.map((entry) => ({ manifest, entry })),
    );
    const conflicts = conflictsIn(entries.map(({ entry }) => entry));
    return entries.flatMap(({ manifest, entry }, index) => {
      const conflict = conflicts[index];
      if (conflict === undefined) return this.listener(entry, manifest, gateway) ?? [];
      this.problems.push({ manifest, path: entry.path, reason: 'Conflicted', message: conflict });
      return [];
    });
  }

  private attaches(set: Manifest, gateway: Manifest): boolean {
    const parent = stored(set).at('spec', 'parentRef');
    const namespace = parent.at('namespace').text || namespaceOf(set.object);
    if (`${namespace}/${parent.at('name').text}` !== qualifiedName(gateway.object)) return false;
    const allowed = stored(gateway).at('spec', 'allowedListeners', 'namespaces');
    const from = allowed.at('from').text || 'None';
    const own = namespaceOf(set.object);
    if (from === 'All' || (from === 'Same' && own === namespaceOf(gateway.object))) return true;
    if (from === 'Selector' && labelSelectorFits(allowed.at('selector'), this.labelsOf(own))) return true;
    const message = `Gateway \`${qualifiedName(gateway.object)}\` does not allow ListenerSets of namespace \`${own}\``;
    this.problems.push({ manifest: set, path: parent.path, reason: 'NotAllowedByListeners', message });
    return false;
  }

  private listener(entry: FieldReader, manifest: Manifest, gateway: Manifest): Listener | undefined {
    const before = this.problems.length;
    const report = (reason: Problem['reason'], path: FieldPath, message: string) =>
      void this.problems.push({ manifest, path, reason, message });
    const add = (fault: Omit<Problem, 'manifest'>) => void this.problems.push({ manifest, ...fault });
    const namespace = namespaceOf(manifest.object);
    const protocol = entry.at('protocol').text;
    const tls = serverTls(entry, manifest, {
      ...this.context,
      add,
      validation: clientValidation(stored(gateway), entry.at('port').number),
    });
    if (!(protocol in supported)) report('UnsupportedProtocol', entry.at('protocol').path, unsupported(protocol));
    const name = entry.at('name').text;
    const valid = this.problems.slice(before).every(({ isSilent = false }) => isSilent);
    if (tls === undefined && (protocol === 'HTTPS' || protocol === 'TLS')) {
      if (manifest.object.kind === 'ListenerSet')
        report('UnsupportedProtocol', entry.at('protocol').path, `protocol \`${protocol}\` needs \`tls\``);
      return undefined;
    }
    const services = this.servicesOf(gateway);
    const hostname = entry.at('hostname').text;
    return {
      manifest,
      parent: gateway,
      path: entry.path,
      name,
      gateway: `${namespace}/${manifest.object.metadata.name}~istio-autogenerated-k8s-gateway~${name}`,
      port: entry.at('port').number ?? 0,
      protocol,
      hostname,
      hosts: this.allowedNamespaces(entry, namespace).map((allowed) => `${allowed}/${hostname || '*'}`),
      kinds: this.kindsOf(entry, report),
      tls,
      services,
      serviceNamespace: namespaceOf(gateway.object),
      valid,
    };
  }

  /** Host names of the Services of a Gateway. Made once, so that its listeners report its addresses once. */
  private readonly servicesOf = memo((gateway: Manifest): readonly string[] => {
    const namespace = namespaceOf(gateway.object);
    const whole = stored(gateway);
    if (isDeployed(whole)) return [expandHost(deployedName(whole), namespace, this.context.domain)];
    return whole.at('spec', 'addresses').items.flatMap((address) => {
      if (address.at('type').text === 'Hostname') return [expandHost(address.at('value').text, namespace, this.context.domain)];
      const message = `Istio serves addresses of type \`Hostname\` alone beside others: \`${address.at('value').text}\` is ignored`;
      this.problems.push({ manifest: gateway, path: address.path, reason: 'UnsupportedAddress', message });
      return [];
    });
  });

  private kindsOf(entry: FieldReader, report: (reason: Problem['reason'], path: FieldPath, message: string) => void): RouteKind[] {
    const protocol = entry.at('protocol').text;
    const terminates = protocol === 'TLS' && entry.at('tls', 'mode').text === 'Terminate';
    const served = [...(supported[protocol] ?? []), ...(terminates ? (['TCPRoute'] as const) : [])];
    const asked = entry.at('allowedRoutes', 'kinds').items;
    if (asked.length === 0) return served;
    const fits = (kind: FieldReader) =>
      (kind.at('group').text || gatewayApi) === gatewayApi && served.some((one) => one === kind.at('kind').text);
    for (const kind of asked.filter((one) => !fits(one))) {
      const message = `a listener of protocol \`${protocol}\` takes no \`${kind.at('kind').text}\`, only ${served.join(', ')}`;
      report('InvalidRouteKinds', kind.path, message);
    }
    const names = asked.filter(fits).map((kind) => kind.at('kind').text);
    return routeKinds.filter((kind) => names.includes(kind));
  }

  /** `*` is all of them; `~`, which no namespace is called, none. */
  private allowedNamespaces(entry: FieldReader, own: string): readonly string[] {
    const namespaces = entry.at('allowedRoutes', 'namespaces');
    const from = namespaces.at('from').text || 'Same';
    if (from === 'Same') return [own];
    if (from !== 'Selector' || !namespaces.at('selector').exists) return ['*'];
    const fitting = [...this.context.namespaces].filter((name) => labelSelectorFits(namespaces.at('selector'), this.labelsOf(name)));
    return fitting.length > 0 ? fitting.sort() : ['~'];
  }

  private labelsOf(namespace: string): Readonly<Record<string, string>> {
    const declared = this.context.objects.find('', 'Namespace', { name: namespace });
    return { ...declared?.object.metadata.labels, 'kubernetes.io/metadata.name': namespace };
  }
}

function unsupported(protocol: string): string {
  const upper = protocol.toUpperCase();
  const hint = upper !== protocol && upper in supported ? `: write \`${upper}\`` : '';
  return `Istio serves no protocol \`${protocol}\` at a gateway${hint}`;
}
