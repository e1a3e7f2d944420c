import { clusterDomain, namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import { memo } from '../../memo';
import type { Mesh } from '../mesh';
import { policySelector } from '../workloads/competing-selectors';

/** What a PeerAuthentication asks of callers. */
type Mode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNSET';

/** What the PeerAuthentications without a selector ask, by namespace; the mesh's is that of the root namespace. */
const modes = memo((mesh: Mesh) => {
  const byNamespace = new Map<string, Mode>();
  for (const { object } of mesh.ofKind('security.istio.io', 'PeerAuthentication')) {
    const spec = new FieldReader(object).at('spec');
    const mode = spec.at('mtls', 'mode').text as Mode;
    if (policySelector(spec) === undefined && mode !== 'UNSET' && spec.at('mtls', 'mode').exists)
      byNamespace.set(namespaceOf(object), mode);
  }
  return byNamespace;
});

/** What holds for the workloads of a namespace that nothing else is said about: its own, else the mesh's, else `PERMISSIVE`. */
export function modeOfNamespace(mesh: Mesh, namespace: string): Mode {
  return modes(mesh).get(namespace) ?? modeOfMesh(mesh) ?? 'PERMISSIVE';
}

/** What the mesh as a whole asks; undefined when nothing is said. */
export function modeOfMesh(mesh: Mesh): Mode | undefined {
  return modes(mesh).get(mesh.rootNamespace);
}

/** For whom a DestinationRule's host speaks: the whole mesh, one namespace, or less. */
export function scopeOfHost(host: string): 'mesh' | { readonly namespace: string } | undefined {
  if (host === '*' || host === '*.local' || host === `*.${clusterDomain}` || host === `*.svc.${clusterDomain}`) return 'mesh';
  const match = new RegExp(`^\\*\\.([^.]+)\\.svc\\.${clusterDomain.replace('.', '\\.')}$`).exec(host);
  return match?.[1] === undefined ? undefined : { namespace: match[1] };
}

/** DestinationRules that speak for a whole mesh or namespace, with their TLS mode. */
const wideRules = memo((mesh: Mesh) =>
  mesh.destinationRules.all.flatMap(({ host, name, trafficPolicy }) => {
    const scope = scopeOfHost(host);
    return scope === undefined ? [] : [{ name, scope, mode: trafficPolicy?.tls?.mode }];
  }),
);

/** The rule that has every call to a namespace, or to the whole mesh, encrypted by Istio. */
export function encryptingRule(mesh: Mesh, namespace: string | undefined): string | undefined {
  const fits = ({ scope }: { scope: 'mesh' | { readonly namespace: string } }) =>
    scope === 'mesh' || (namespace !== undefined && scope.namespace === namespace);
  return wideRules(mesh).find((rule) => rule.mode === 'ISTIO_MUTUAL' && fits(rule))?.name;
}
