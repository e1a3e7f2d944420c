import type { Labels } from '../../istio/labels';

const managedGateways: ReadonlySet<string> = new Set([
  'istio.io-gateway-controller',
  'istio.io-mesh-controller',
  'istio.io-eastwest-controller',
]);

/** Is this a part of Istio itself? Source: Istio `IsIstioControlPlane`. */
export function isControlPlane(labels: Labels): boolean {
  return labels.istio !== undefined || labels.release === 'istio';
}

/** Has Istio made this object for a Kubernetes Gateway? Then nobody can change it. */
export function isMadeForGateway(labels: Labels): boolean {
  return managedGateways.has(labels['gateway.istio.io/managed'] ?? '');
}
