import { splitNamespace } from '../../istio/hosts';
import { fits, type Labels } from '../../istio/labels';
import { namespaceOf, qualifiedName } from '../../istio/names';
import { isHttp, type Protocol, parseProtocol } from '../../istio/protocol';
import type { Manifest } from '../../manifest/manifest';
import { flag, list, map, number, record, text } from '../decode';
import { byCreation } from '../order';
import type { ConvertedGateway } from '../routing/converted';
import type { ServiceIndex } from '../services/services';

const serverSpec = record({
  name: text,
  bind: text,
  hosts: list(text),
  port: record({ number, name: text, protocol: text, targetPort: number }),
  tls: record({ mode: text, httpsRedirect: flag, credentialName: text, credentialNames: list(text), caCertCredentialName: text }),
});
const gatewaySpec = record({ selector: map(text), servers: list(serverSpec) });

export type ServerTls = NonNullable<ReturnType<typeof serverSpec.decode>['tls']>;

/** One server of a Gateway. */
export interface Server {
  readonly gateway: Gateway;
  /** Place in `spec.servers`. */
  readonly index: number;
  /** As written, `./` and `*` namespaces resolved: `host` or `namespace/host`. Source: Istio `sanitizeServerHostNamespace`. */
  readonly hosts: readonly string[];
  /** As written. */
  readonly writtenHosts: readonly string[];
  readonly port: { readonly number: number; readonly name: string; readonly protocol: Protocol };
  readonly bind: string;
  readonly tls?: ServerTls;
  /** Does it hand TLS on untouched, for routing by server name? */
  readonly passthrough: boolean;
  /** Are its requests routed by `http` rules? HTTP, or HTTPS that ends here. */
  readonly routesHttp: boolean;
}

/** A Gateway and the pods that take its servers. */
export class Gateway {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Absent or empty: every gateway pod of the mesh. */
  readonly selector: Labels;
  readonly servers: readonly Server[];

  /** Of a listener of the Gateway API: the pods of the Services that serve it. @default - the selector says it, in any namespace */
  private readonly pods?: readonly { readonly namespace: string; readonly labels: Labels }[];

  constructor(
    readonly manifest: Manifest & Partial<ConvertedGateway>,
    services?: ServiceIndex,
  ) {
    const spec = gatewaySpec.decode(manifest.object.spec);
    this.name = qualifiedName(manifest.object);
    this.namespace = namespaceOf(manifest.object);
    this.pods = manifest.serving && services && podsOf(services, manifest.serving);
    this.selector = this.pods?.[0]?.labels ?? spec.selector ?? {};
    this.servers = (spec.servers ?? []).flatMap((server, index) => (server.port ? [this.server(server, index)] : []));
  }

  /** Does a gateway pod take the servers? Only those of the Gateway API look at its namespace. Source: Istio `mergeGateways`. */
  selects(pod: { readonly namespace: string; readonly labels: Labels }): boolean {
    if (!this.pods) return fits(this.selector, pod.labels);
    return this.pods.some(({ namespace, labels }) => namespace === pod.namespace && fits(labels, pod.labels));
  }

  /** What a reader knows one of its servers by. */
  titleOf(server: number): string {
    return this.manifest.titles?.[server] ?? `${this.name} server ${server}`;
  }

  /** Is it a listener of the Gateway API? Then istiod knows its pods, or there are none. */
  get isConverted(): boolean {
    return this.pods !== undefined;
  }

  private server(spec: ReturnType<typeof serverSpec.decode>, index: number): Server {
    const protocol = parseProtocol(spec.port?.protocol ?? '');
    const mode = spec.tls && (spec.tls.mode ?? 'PASSTHROUGH'); // the first value of the enum is what an absent mode means
    const passthrough = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
    return {
      gateway: this,
      index,
      hosts: cleanHosts(spec.hosts ?? [], this.namespace),
      writtenHosts: spec.hosts ?? [],
      port: { number: spec.port?.number ?? 0, name: spec.port?.name ?? '', protocol },
      bind: spec.bind ?? '',
      tls: spec.tls,
      passthrough,
      routesHttp: isHttp(protocol) || (protocol === 'https' && !passthrough),
    };
  }
}

// `./h` is of the Gateway's namespace, `*/h` of any; one `*/*` makes the server take every host
function cleanHosts(hosts: readonly string[], namespace: string): string[] {
  if (hosts.includes('*/*')) return ['*'];
  return hosts.map((entry) => {
    const { namespace: ns, host } = splitNamespace(entry);
    if (ns === '.') return `${namespace}/${host}`;
    return ns === '*' ? host : entry;
  });
}

/** The pods behind the Services that serve a listener. Source: Istio `InternalGatewayServiceAnnotation`. */
function podsOf(services: ServiceIndex, serving: NonNullable<ConvertedGateway['serving']>): { namespace: string; labels: Labels }[] {
  return serving.hosts
    .flatMap((host) => services.withHost(host))
    .flatMap(({ namespace, selector }) => (namespace === serving.namespace && selector ? [{ namespace, labels: selector }] : []));
}

/** The Gateways of one mesh. */
export class GatewayIndex {
  /** In the order istiod merges them. */
  readonly all: readonly Gateway[];
  private readonly byName: ReadonlyMap<string, Gateway>;

  constructor(manifests: readonly Manifest[], services?: ServiceIndex) {
    this.all = manifests
      .map((manifest) => new Gateway(manifest, services))
      .sort((one, other) => byCreation(one.manifest.object, other.manifest.object));
    this.byName = new Map(this.all.map((gateway) => [gateway.name, gateway]));
  }

  /** The Gateway called `namespace/name`. */
  get(name: string): Gateway | undefined {
    return this.byName.get(name);
  }

  /** `namespace/name` of all. */
  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  /** The Gateways whose servers a gateway pod takes. */
  selecting(pod: { readonly namespace: string; readonly labels: Labels }): readonly Gateway[] {
    return this.all.filter((gateway) => gateway.selects(pod));
  }
}
