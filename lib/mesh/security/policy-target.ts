import { fits, type Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { list, map, record, text } from '../decode';
import type { Service } from '../services/service';

/** The pods that a policy may hold for: the labels of the proxy's pod, and its namespace. */
export interface PolicySubject {
  readonly namespace: string;
  readonly labels: Labels;
}

const targetRef = record({ group: text, kind: text, name: text, namespace: text });
const targets = record({ selector: record({ matchLabels: map(text) }), targetRef, targetRefs: list(targetRef) });
const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name';
const managedLabel = 'gateway.istio.io/managed';
const waypointClass = 'istio-waypoint';

/**
 * Which proxies a policy is attached to: by labels, or by `targetRefs` to Gateways of the Gateway API. A policy with
 * `targetRefs` never holds for a sidecar. Source: Istio `WorkloadPolicyMatcher.ShouldAttachPolicy`.
 */
export class PolicyTarget {
  private readonly namespace: string;
  private readonly selector: Labels;
  private readonly references: readonly ReturnType<typeof targetRef.decode>[];

  constructor({ object }: Manifest) {
    const { selector, targetRef: legacy, targetRefs = [] } = targets.decode(object.spec);
    this.namespace = namespaceOf(object);
    this.selector = selector?.matchLabels ?? {};
    this.references = targetRefs.length === 0 && legacy ? [legacy] : targetRefs;
  }

  /** Does it hold for pods with these labels? The caller sees to the namespace of a policy without `targetRefs`. */
  includes({ namespace, labels }: PolicySubject): boolean {
    const gateway = labels[gatewayNameLabel];
    if (gateway === undefined) return this.references.length === 0 && fits(this.selector, labels);
    if (this.references.length === 0) return !isWaypoint(labels) && fits(this.selector, labels);
    return this.namespace === namespace && this.references.some((reference) => names(reference, { gateway, namespace }));
  }

  /** Has it `targetRefs`, so that its selector counts for nothing? */
  get isTargeted(): boolean {
    return this.references.length > 0;
  }

  /** Does it hold at a waypoint for requests to a Service? Never by labels. Source: Istio `WorkloadPolicyMatcher.ShouldAttachPolicy`. */
  includesAt(waypoint: PolicySubject, service: Service, rootNamespace: string): boolean {
    const kind = service.registry === 'kubernetes' ? 'Service' : 'ServiceEntry';
    const names = (reference: ReturnType<typeof targetRef.decode>) =>
      (reference.kind === kind && reference.name === service.name && this.namespace === service.namespace) ||
      (reference.kind === 'GatewayClass' && reference.name === waypointClass && this.namespace === rootNamespace);
    return this.references.some(names) || (this.isTargeted && this.includes(waypoint));
  }

  /** Services and ServiceEntries it names: such a policy is enforced by their waypoint. */
  get services(): readonly string[] {
    return this.references.flatMap(({ kind, name = '' }) => (kind === 'Service' || kind === 'ServiceEntry' ? [name] : []));
  }
}

function names(
  { group = '', kind = '', name = '', namespace: named = '' }: ReturnType<typeof targetRef.decode>,
  { gateway, namespace }: { readonly gateway: string; readonly namespace: string },
): boolean {
  return group === 'gateway.networking.k8s.io' && kind === 'Gateway' && name === gateway && (named === '' || named === namespace);
}

function isWaypoint(labels: Labels): boolean {
  return labels[managedLabel] === 'istio.io-mesh-controller';
}
