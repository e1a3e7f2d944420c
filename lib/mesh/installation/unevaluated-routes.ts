import { namespaceOf, qualifiedName, serviceHost } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { gatewayApi, stored } from '../gateway-api/objects';
import type { Ingresses } from '../ingress/ingresses';
import type { Objects } from '../objects';

/** An object that istiod translates into policies, and that is not evaluated here. */
interface Unevaluated {
  readonly text: string;
  /** Hosts of the Services it is for. */
  readonly hosts: readonly string[];
}

const none: readonly string[] = [];

/** Ingresses whose controller is not known, and policies of the Gateway API for connections to backends. */
export class UnevaluatedRoutes {
  private readonly policies: readonly Unevaluated[];

  /** @param domain the DNS suffix of the cluster */
  constructor(
    objects: Objects,
    private readonly ingresses: Ingresses,
    domain: string,
  ) {
    this.policies = objects.ofKind(gatewayApi, 'BackendTLSPolicy').map((manifest) => policyOf(manifest, domain));
  }

  get isEmpty(): boolean {
    return this.policies.length === 0 && this.ingresses.isDecided;
  }

  /** Those that may take a request for a host that comes from outside. */
  forHost(domain: string): readonly string[] {
    if (this.isEmpty) return none;
    return [...this.ingresses.undecidedFor(domain), ...this.policies.map(({ text }) => text)];
  }

  /** Those that may change calls of a Service inside the mesh. */
  forService(host: string): readonly string[] {
    return this.policies.filter(({ hosts }) => hosts.includes(host)).map(({ text }) => text);
  }
}

function policyOf(manifest: Manifest, domain: string): Unevaluated {
  const { object } = manifest;
  const hosts = stored(manifest)
    .at('spec', 'targetRefs')
    .items.map((target) => serviceHost(target.at('name').text, namespaceOf(object), domain));
  return { text: `BackendTLSPolicy ${qualifiedName(object)}`, hosts };
}
