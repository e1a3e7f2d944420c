import { covers, splitNamespace } from '../../istio/hosts';
import { meshGateway, namespaceOf, serviceHost } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { closest } from '../../text';
import type { Objects } from '../objects';
import type { Listener, Listeners } from './listeners';
import { gatewayApi, type Problem, type Reason, stored } from './objects';

/** One place where a route is attached. */
export interface Parent {
  /** Name of Istio's own Gateway, or `mesh`. */
  readonly gateway: string;
  readonly listener?: Listener;
  /** The port that the route asks for; 0: any. */
  readonly port: number;
  /** In the mesh: the hosts of the Service or ServiceEntry. */
  readonly hosts: readonly string[];
}

type Denial = Pick<Problem, 'reason' | 'message' | 'fix'>;

/** From the most to the least telling. Source: Istio `createRouteStatus`. */
const severity: readonly Reason[] = ['NotAllowedByListeners', 'NoMatchingListenerHostname', 'NoMatchingParent'];

/** Where routes are attached, and why not. Source: Istio `extractParentReferenceInfo`, `referenceAllowed`. */
export class Parents {
  readonly problems: Problem[] = [];
  /** The routes that each listener accepts. */
  readonly attached = new Map<Listener, Manifest[]>();

  constructor(
    private readonly listeners: Listeners,
    private readonly objects: Objects,
    /** The DNS suffix of the cluster. */
    private readonly domain: string,
  ) {}

  /** The attachments of a route, those of its parents in the order istiod visits them. */
  of(route: Manifest): readonly Parent[] {
    const parents = stored(route)
      .at('spec', 'parentRefs')
      .items.flatMap((reference) => this.ofReference(reference, route));
    return parents.sort((one, other) => (one.gateway < other.gateway ? -1 : one.gateway > other.gateway ? 1 : 0));
  }

  private ofReference(reference: FieldReader, route: Manifest): readonly Parent[] {
    const group = reference.at('group').text;
    const kind = reference.at('kind').text;
    const namespace = reference.at('namespace').text || namespaceOf(route.object);
    const name = reference.at('name').text;
    const port = reference.at('port').number ?? 0;
    if (group === gatewayApi && (kind === 'Gateway' || kind === 'ListenerSet'))
      return this.listening(this.listeners.of(kind, `${namespace}/${name}`), reference, route);
    const target = { namespace, name };
    if (group === '' && kind === 'Service') {
      if (this.objects.find('', 'Service', target))
        return [{ gateway: meshGateway, port, hosts: [serviceHost(name, namespace, this.domain)] }];
      return this.deny(route, reference, { reason: 'NoMatchingParent', message: `no Service \`${namespace}/${name}\` is there` });
    }
    if (group === 'networking.istio.io' && kind === 'ServiceEntry') {
      const entry = this.objects.find('networking.istio.io', 'ServiceEntry', target);
      if (entry) return [{ gateway: meshGateway, port, hosts: stored(entry).at('spec', 'hosts').texts }];
      return this.deny(route, reference, { reason: 'NoMatchingParent', message: `no ServiceEntry \`${namespace}/${name}\` is there` });
    }
    return [];
  }

  private listening(listeners: readonly Listener[], reference: FieldReader, route: Manifest): readonly Parent[] {
    const asked = listeners.map((listener) => ({ listener, denial: denialOf(listener, reference, route) }));
    const names = listeners.map(({ name }) => name);
    const denials = asked.flatMap(({ denial }) => denial ?? []);
    const accepted = asked.filter(({ denial }) => denial === undefined);
    const [worst] = [...denials].sort((one, other) => severity.indexOf(one.reason) - severity.indexOf(other.reason));
    if (accepted.length === 0 && worst) this.deny(route, reference, { ...worst, fix: nearListener(reference, names) ?? worst.fix });
    const port = reference.at('port').number ?? 0;
    for (const { listener } of accepted) this.attach(listener, route);
    return accepted.map(({ listener }) => ({ gateway: listener.gateway, listener, port, hosts: [] }));
  }

  private attach(listener: Listener, route: Manifest): void {
    const known = this.attached.get(listener) ?? [];
    if (!known.includes(route)) this.attached.set(listener, [...known, route]);
  }

  private deny(manifest: Manifest, reference: FieldReader, denial: Denial): readonly Parent[] {
    this.problems.push({ manifest, path: reference.path, ...denial });
    return [];
  }

  /**
   * Does a host of a route belong to this listener, and not to a narrower one of the same port? Source: Istio
   * `hostnameAllowedByIsolation`.
   */
  isolates({ listener }: Parent, host: string): boolean {
    if (!listener) return true;
    const own = listener.hostname;
    if (own !== '' && !own.startsWith('*')) return true;
    if (own !== '' && !covers(own, host) && !covers(host, own)) return false;
    const siblings = this.listeners.of(
      listener.manifest.object.kind,
      `${namespaceOf(listener.manifest.object)}/${listener.manifest.object.metadata.name}`,
    );
    return !siblings.some(
      (other) =>
        other !== listener &&
        other.port === listener.port &&
        other.protocol === listener.protocol &&
        other.hostname !== own &&
        own.length <= other.hostname.length &&
        covers(other.hostname, host),
    );
  }
}

function denialOf(listener: Listener, reference: FieldReader, route: Manifest): Denial | undefined {
  const { object } = route;
  const port = reference.at('port').number;
  const section = reference.at('sectionName').text;
  const parent = listener.manifest.object;
  const where = `${parent.kind} \`${parent.metadata.name}\``;
  if (port && port !== listener.port) return { reason: 'NoMatchingParent', message: `${where} has no listener of port ${port}` };
  if (section !== '' && section !== listener.name)
    return { reason: 'NoMatchingParent', message: `${where} has no listener named \`${section}\`` };
  const hosts = hostnamesOf(route);
  const matching = listener.hosts.map(splitNamespace).filter(({ host }) => hosts.some((own) => covers(own, host) || covers(host, own)));
  if (matching.length === 0) {
    const message = `no hostname of the route fits \`${listener.hostname}\` of the listener \`${listener.name}\` of ${where}`;
    return { reason: 'NoMatchingListenerHostname', message };
  }
  const namespace = namespaceOf(object);
  if (!matching.some((entry) => entry.namespace === '*' || entry.namespace === namespace)) {
    const message = `the listener \`${listener.name}\` of ${where} takes no routes of namespace \`${namespace}\``;
    const selector = `{ matchLabels: { kubernetes.io/metadata.name: ${namespace} } }`;
    const fix = `in the listener, allowedRoutes: { namespaces: { from: Selector, selector: ${selector} } }, or \`from: All\``;
    return { reason: 'NotAllowedByListeners', message, fix };
  }
  if (!listener.kinds.some((kind) => kind === object.kind))
    return { reason: 'NotAllowedByListeners', message: `the listener \`${listener.name}\` of ${where} takes no ${object.kind}` };
  return undefined;
}

/** The listener that was probably meant. */
function nearListener(reference: FieldReader, names: readonly string[]): string | undefined {
  const section = reference.at('sectionName').text;
  const near = section === '' || names.includes(section) ? undefined : closest(section, names);
  return near && `sectionName: ${near}`;
}

/** The hosts a route is for; `*` where it names none. */
export function hostnamesOf(route: Manifest): readonly string[] {
  const hosts = stored(route).at('spec', 'hostnames').texts;
  return hosts.length > 0 ? hosts : ['*'];
}
