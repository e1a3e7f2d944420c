import type { Labels } from '../../istio/labels';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';

const managedGateways: ReadonlySet<string> = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

/** Is this a part of Istio itself? Source: Istio `IsIstioControlPlane`. */
export function isControlPlane(labels: Labels): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}

/** The Deployments of istiod. */
export function istiodsOf(objects: Objects): readonly Manifest[] {
  return objects.ofKind('apps', 'Deployment').filter(({ object }) => object.metadata.labels?.app === 'istiod');
}

/** Has Istio made this object for a Kubernetes Gateway? Then nobody can change it. */
export function isMadeForGateway(labels: Labels): boolean {
  return managedGateways.has(labels['gateway.istio.io/managed'] ?? '');
}
