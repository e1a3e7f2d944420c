import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import type { PolicySubject } from '../security/policy-target';
import type { ServicePort } from '../services/service';
import type { PodProxy } from '../workloads/injection';
import { isOfPort } from './calls';
import type { PassedOver } from './cause';
import type { Facts } from './facts';
import { isFor, type Selection, selectionOf } from './selection';

/** A pod that takes a request. */
export interface CalledPod {
  readonly pod: PolicySubject;
  readonly proxy: Pick<PodProxy, 'kind' | 'why'>;
  /** The called port of the Service, and the number of the container's. */
  readonly port?: ServicePort;
  readonly target?: number;
}

/** The kinds that are enforced beside a program, for requests that arrive there. */
const kinds = ['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication'] as const;

const policies = memo((facts: Facts): readonly { readonly manifest: Manifest; readonly selection: Selection }[] => {
  const all = [...kinds.flatMap((kind) => facts.ofKind('security.istio.io', kind)), ...leftOut(facts)];
  return all.map((manifest) => ({ manifest, selection: selectionOf(manifest, facts) }));
});

function leftOut({ manifests, discovery }: Facts): readonly Manifest[] {
  return manifests.filter((manifest) => manifest.object.apiVersion?.startsWith('security.istio.io/') && !discovery.includes(manifest));
}

/** Policies written for a pod that its proxy does not enforce, or a field of which never holds. */
export function policiesOf(
  called: CalledPod,
  facts: Facts,
  reasonsOf: (manifest: Manifest) => readonly PassedOver[],
): readonly PassedOver[] {
  const found = policies(facts).filter(({ selection }) => isFor(selection, called.pod));
  return found.flatMap(({ manifest }): readonly PassedOver[] => {
    const own = reasonsOf(manifest).filter(({ port }) => isOfPort(port, called.port));
    return own.length > 0 ? own : ofPolicy(manifest, called, facts);
  });
}

function ofPolicy(manifest: Manifest, { pod, proxy, target }: CalledPod, facts: Facts): readonly PassedOver[] {
  const path = ['metadata', 'name'];
  if (proxy.kind === 'none') return [{ manifest, cause: 'no proxy', path, message: `no proxy there enforces it: ${proxy.why}` }];
  const root = new FieldReader(manifest.object);
  const dryRun = root.at('metadata', 'annotations', 'istio.io/dry-run');
  if (dryRun.text === 'true')
    return [{ manifest, cause: 'dry run', path: dryRun.path, message: 'it is a dry run: what it decides is logged, and not enforced' }];
  if (manifest.object.kind !== 'PeerAuthentication' || target === undefined) return [];
  const { by } = facts.peerAuthentications.modeOf(pod, target);
  const isMode = root.at('spec', 'mtls', 'mode').exists;
  if (!by || by === manifest || !isMode) return [];
  const { namespace = 'default', name } = by.object.metadata;
  return [
    {
      manifest,
      cause: 'nearer object',
      path: ['spec', 'mtls'],
      message: `PeerAuthentication \`${namespace}/${name}\` holds for the pod: its own goes before the namespace's, and that before the mesh's`,
    },
  ];
}
