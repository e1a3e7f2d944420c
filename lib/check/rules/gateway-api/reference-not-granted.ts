import { kinds } from '../../../istio/kinds';
import { backendState } from '../../../mesh/gateway-api/http-rules';
import { rule } from '../../rule';

export const referenceNotGranted = rule({
  code: 'MESH200',
  name: 'reference-not-granted',
  level: 'warning',
  kinds: [kinds.HTTPRoute, kinds.GRPCRoute],
  closedWorld: true,
  check: ({ manifest, spec, namespace }, { mesh }) =>
    spec
      .at('rules')
      .items.flatMap((entry) => entry.at('backendRefs').items)
      .filter((ref) => backendState(manifest, mesh.objects, ref) === 'not granted')
      .map((ref) =>
        ref.at('namespace').finding({
          message: `no ReferenceGrant in \`${ref.at('namespace').text}\` lets routes of \`${namespace}\` refer to \`${ref.at('name').text}\``,
          why: 'istiod sets ResolvedRefs to RefNotPermitted, and requests for this backend answer 500',
          fix: `a ReferenceGrant in ${ref.at('namespace').text}: { from: [{ group: gateway.networking.k8s.io, kind: ${manifest.object.kind}, namespace: ${namespace} }], to: [{ group: "", kind: Service }] }`,
        }),
      ),
});
