import { covers } from '../../istio/hosts';
import { namespaceOf, qualifiedName, serviceHost } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { gatewayApi, stored } from '../gateway-api/objects';
import type { Objects } from '../objects';

/** An object that istiod translates into routes or policies, and that is not evaluated here. */
interface Unevaluated {
  readonly text: string;
  /** Host names it is for; empty: any. */
  readonly hosts: readonly string[];
}

const none: readonly string[] = [];

/** Ingresses, and policies of the Gateway API for connections to backends. */
export class UnevaluatedRoutes {
  private readonly ingresses: readonly Unevaluated[];
  private readonly policies: readonly Unevaluated[];

  /** @param domain the DNS suffix of the cluster */
  constructor(objects: Objects, domain: string) {
    this.ingresses = objects.ofKind('networking.k8s.io', 'Ingress').flatMap(ingressOf);
    this.policies = objects.ofKind(gatewayApi, 'BackendTLSPolicy').map((manifest) => policyOf(manifest, domain));
  }

  get isEmpty(): boolean {
    return this.ingresses.length + this.policies.length === 0;
  }

  /** Those that may take a request for a host that comes from outside. */
  forHost(domain: string): readonly string[] {
    if (this.isEmpty) return none;
    const fits = ({ hosts }: Unevaluated) => hosts.length === 0 || hosts.some((host) => covers(host, domain));
    return [...this.ingresses.filter(fits), ...this.policies].map(({ text }) => text);
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

function ingressOf({ object }: Manifest): Unevaluated[] {
  const spec = new FieldReader(object).at('spec');
  const name = spec.at('ingressClassName').text || object.metadata.annotations?.['kubernetes.io/ingress.class'];
  if (name !== undefined && name !== 'istio') return [];
  const hosts = spec.at('rules').items.map((rule) => rule.at('host').text);
  return [{ text: `Ingress ${qualifiedName(object)}`, hosts: hosts.includes('') ? [] : hosts }];
}
