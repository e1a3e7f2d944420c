import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import type { DestinationRuleIndex } from '../routing/destination-rule-index';
import { policySelector } from '../workloads/competing-selectors';

/** What a PeerAuthentication asks of callers. */
type Mode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNSET';

/** Mutual TLS: what the PeerAuthentications ask of callers, and what wide DestinationRules have callers do. */
export class MutualTls {
  private readonly modes = new Map<string, Mode>();

  constructor(
    objects: Objects,
    private readonly destinationRules: DestinationRuleIndex,
    private readonly mesh: { readonly rootNamespace: string; readonly clusterDomain: string },
  ) {
    for (const { object } of objects.ofKind('security.istio.io', 'PeerAuthentication')) {
      const spec = new FieldReader(object).at('spec');
      const mode = spec.at('mtls', 'mode').text as Mode;
      if (policySelector(spec) === undefined && mode !== 'UNSET' && spec.at('mtls', 'mode').exists)
        this.modes.set(namespaceOf(object), mode);
    }
  }

  /** What holds for the workloads of a namespace that nothing else is said about: its own, else the mesh's, else `PERMISSIVE`. */
  ofNamespace(namespace: string): Mode {
    return this.modes.get(namespace) ?? this.ofMesh ?? 'PERMISSIVE';
  }

  /** What the mesh as a whole asks; undefined when nothing is said. */
  get ofMesh(): Mode | undefined {
    return this.modes.get(this.mesh.rootNamespace);
  }

  /** The rule that has every call to a namespace, or to the whole mesh, encrypted by Istio. */
  encryptingRule(namespace: string | undefined): string | undefined {
    return this.destinationRules.all.find(({ host, trafficPolicy }) => {
      const scope = scopeOfHost(host, this.mesh.clusterDomain);
      if (scope === undefined || trafficPolicy?.tls?.mode !== 'ISTIO_MUTUAL') return false;
      return scope === 'mesh' || (namespace !== undefined && scope.namespace === namespace);
    })?.name;
  }
}

/** For whom a DestinationRule's host speaks: the whole mesh, one namespace, or less. */
export function scopeOfHost(host: string, domain: string): 'mesh' | { readonly namespace: string } | undefined {
  if (host === '*' || host === '*.local' || host === `*.${domain}` || host === `*.svc.${domain}`) return 'mesh';
  const [star, namespace = '', ...rest] = host.split('.');
  return star === '*' && namespace !== '' && rest.join('.') === `svc.${domain}` ? { namespace } : undefined;
}
