import { splitNamespace } from '../../istio/hosts';
import { fits, type Labels } from '../../istio/labels';
import { namespaceOf, qualifiedName } from '../../istio/names';
import { isHttp, type Protocol, parseProtocol } from '../../istio/protocol';
import type { Manifest } from '../../manifest/manifest';
import { flag, list, map, number, record, text } from '../decode';
import { byCreation } from '../order';

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
  /** Where its pods are, for a Gateway that istiod deploys itself. @default - the manifests say, or nobody does */
  readonly podNamespace?: string;

  constructor(readonly manifest: Manifest) {
    const spec = gatewaySpec.decode(manifest.object.spec);
    this.name = qualifiedName(manifest.object);
    this.namespace = namespaceOf(manifest.object);
    this.selector = spec.selector ?? {};
    this.podNamespace = manifest.object.metadata.annotations?.['internal.istio.io/pod-namespace'];
    this.servers = (spec.servers ?? []).flatMap((server, index) => (server.port ? [this.server(server, index)] : []));
  }

  /** Does a gateway pod with these labels take the servers? Namespaces do not matter. Source: Istio `mergeGateways`. */
  selects(podLabels: Labels): boolean {
    return fits(this.selector, podLabels);
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

/** The Gateways of one mesh. */
export class GatewayIndex {
  /** In the order istiod merges them. */
  readonly all: readonly Gateway[];
  private readonly byName: ReadonlyMap<string, Gateway>;

  constructor(manifests: readonly Manifest[]) {
    this.all = manifests
      .map((manifest) => new Gateway(manifest))
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

  /** The Gateways whose servers a gateway pod with these labels takes. */
  selecting(podLabels: Labels): readonly Gateway[] {
    return this.all.filter((gateway) => gateway.selects(podLabels));
  }
}
