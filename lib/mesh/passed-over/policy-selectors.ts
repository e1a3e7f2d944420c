import { fits, type Labels } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import { isOwnProxy, isRedirected } from '../workloads/injection';
import { formatSelector, podOf } from '../workloads/pods';
import type { Workload } from '../workloads/workloads';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';
import { selectionOf } from './selection';

/** An AuthorizationPolicy that no pod of the mesh enforces. Source: Istio `AuthorizationPoliciesAnalyzer`. */
export function unenforced(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector = {}, everywhere, field } = selectionOf(manifest, facts);
  const hasSelector = new FieldReader(manifest.object).at('spec', 'selector').exists;
  if (everywhere && !hasSelector) return [];
  if (podLabels(facts, everywhere ? undefined : namespace).some((labels) => fits(selector, labels))) return [];
  return [
    reasonAt(hasSelector ? { path: ['spec', 'selector'] } : field, {
      cause: 'no such pod',
      message: hasSelector
        ? `no pod of the mesh carries \`${formatSelector(selector)}\`${everywhere ? '' : ` in the namespace \`${namespace}\``}`
        : `no pod of the namespace \`${namespace}\` is in the mesh`,
      why: 'the policy protects nothing: a pod without a proxy accepts every request',
      fix: 'select labels of pods that get a sidecar, or label the namespace `istio-injection: enabled`',
    }),
  ];
}

/** Labels of the pods that are in the mesh, of one namespace or all. */
function podLabels(facts: Facts, namespace: string | undefined): readonly Labels[] {
  const byNamespace = podsInMesh(facts);
  return namespace === undefined ? [...byNamespace.values()].flat() : (byNamespace.get(namespace) ?? []);
}

const podsInMesh = memo((facts: Facts) => {
  const byNamespace = new Map<string, Labels[]>();
  for (const workload of facts.workloads.all) {
    if (!isInMesh(facts, workload)) continue;
    const bucket = byNamespace.get(workload.namespace);
    if (bucket) bucket.push(workload.labels);
    else byNamespace.set(workload.namespace, [workload.labels]);
  }
  return byNamespace;
});

/** A pod with a sidecar, of the ambient mesh, or one that is a proxy itself, as a gateway's are. */
function isInMesh({ injection }: Facts, workload: Workload): boolean {
  return (
    injection.hasSidecar(workload) ||
    isRedirected(workload) ||
    isOwnProxy(podOf(workload)) ||
    injection.proxyOf(workload).kind === 'ztunnel'
  );
}

/** A PeerAuthentication or RequestAuthentication whose selector fits no pod. */
export function selectsNoPod({ object, source }: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, pods, everywhere, field } = selectionOf({ object, source }, facts);
  if (!selector || pods.length > 0) return [];
  return [
    reasonAt(field, {
      cause: 'no such pod',
      message: `no pod carries \`${formatSelector(selector)}\`${everywhere ? '' : ` in the namespace \`${namespace}\``}`,
      why: `this ${object.kind} applies to no pod`,
      fix: 'select labels of the pod template; pods of other namespaces do not count',
    }),
  ];
}

/** An object for pods of which none has a proxy that could read it. */
export function withoutProxy(manifest: Manifest, facts: Facts): Reason[] {
  const { pods, everywhere, field, namespace } = selectionOf(manifest, facts);
  if (everywhere || pods.length === 0 || namespace === facts.rootNamespace) return [];
  const proxies = pods.map((pod) => facts.injection.proxyOf(pod));
  const [first] = proxies;
  if (!first || proxies.some(({ kind }) => kind !== 'none')) return [];
  return [
    reasonAt(field, {
      cause: 'no proxy',
      message: `no pod that this ${manifest.object.kind} is for has a proxy: ${first.why}`,
      why: 'a proxy beside the program enforces it, and there is none',
      fix: 'label the namespace `istio-injection: enabled`, or select pods that get a sidecar',
    }),
  ];
}

/** In the root namespace a PeerAuthentication with a selector is left aside. Source: Istio `ComposePeerAuthentication`. */
export function selectorInRootNamespace(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, field } = selectionOf(manifest, facts);
  if (namespace !== facts.rootNamespace || !selector) return [];
  return [
    reasonAt(field, {
      cause: 'another namespace',
      message: `a PeerAuthentication with a selector applies to no pod in the root namespace \`${namespace}\``,
      why: 'istiod reads only the one without a selector there, which holds for the whole mesh',
      fix: 'move it to the namespace of the pods',
    }),
  ];
}

/** A PeerAuthentication in whose place an older one holds. */
export function rivalPeerAuthentication(manifest: Manifest, facts: Facts): Reason[] {
  const { namespace, selector, field } = selectionOf(manifest, facts);
  const { name } = manifest.object.metadata;
  if (selector) {
    const found = facts.competingPeerAuthentications.rivalFor(namespace, name, selector);
    if (!found) return [];
    return [
      reasonAt(field, {
        cause: 'older object',
        message: `the PeerAuthentication \`${found.rival}\` also selects the pods of ${found.pod.kind} \`${found.pod.name}\``,
        why: 'a pod has one PeerAuthentication; the oldest counts, the others are passed over',
        fix: 'make the selectors exclude each other, or merge the two',
      }),
    ];
  }
  const others = facts.competingPeerAuthentications.othersWithoutSelector(namespace, name);
  if (others.length === 0) return [];
  return [
    reasonAt(field, {
      cause: 'older default',
      message: `the namespace \`${namespace}\` has more PeerAuthentications without a selector: ${others.map((other) => `\`${other}\``).join(', ')}`,
      why: 'a namespace has one default; the oldest counts, the others are passed over',
      fix: 'merge them, or give all but one a `selector`',
    }),
  ];
}
