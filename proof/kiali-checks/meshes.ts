import fc, { type Arbitrary } from 'fast-check';
import { allRules } from '../../lib/check/all-rules';
import { pageOf } from '../../lib/check/pages';
import type { KubernetesObject } from '../../lib/istio/objects';
import { type Manifest, sourceOfObject } from '../../lib/manifest/manifest';
import { parseManifests } from '../../lib/manifest/parse-manifests';
import type { Admission } from '../../lib/mesh/admission';
import { assumedToken } from '../../lib/route/policy/jwt';
import { configurations as calls } from '../calls/configurations';
import { configurations as gateways } from '../differential/configurations';
import { gatewayApiConfigurations, gatewayService } from '../differential/gateway-api-configurations';
import { world } from '../differential/world';
import { worlds } from '../generator/worlds';

/** Manifests that are checked by both. */
export interface CheckedMesh {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** Who keeps objects out of the mesh. */
  readonly admission: Admission;
}

/** The examples of the rules' own pages: they leave out what is not to the point, such as the containers of a pod. */
export function exampleMeshes(): readonly CheckedMesh[] {
  return allRules.flatMap((rule) =>
    [...pageOf(rule).matchAll(/^```yaml (valid|invalid)\n([\s\S]*?)^```$/gm)].map(([, kind, yaml = ''], index) => ({
      name: `${rule.name}.md, example ${index + 1}, ${kind}`,
      manifests: parseManifests(yaml, 'page.yaml').manifests,
      admission: 'ignored',
    })),
  );
}

/** What the other proofs make: routes and Gateways, policies and rules of mutual TLS and Sidecars, the Gateway API. */
export function generatedMeshes(count: number, seed: number): readonly CheckedMesh[] {
  const objects: Arbitrary<readonly KubernetesObject[]> = fc.oneof(
    gateways(),
    calls({ jwks: '{"keys":[]}', token: assumedToken }),
    gatewayApiConfigurations().map((all) => [gatewayService, ...all]),
    worlds(2).map((each) => each.objects),
  );
  return fc.sample(objects, { seed, numRuns: count }).map((all, index) => ({
    name: `generated mesh ${index} of seed ${seed}`,
    manifests: [...injected(), ...all].map((object) => ({ object, source: sourceOfObject() })),
    admission: 'enforced',
  }));
}

/** The worked cases' world, whose pods have sidecars. */
function injected(): readonly KubernetesObject[] {
  const labels = { 'istio-injection': 'enabled' };
  return world().map((object) => (object.kind === 'Namespace' ? { ...object, metadata: { ...object.metadata, labels } } : object));
}
