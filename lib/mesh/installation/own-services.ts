import { serviceHost } from '../../istio/names';
import type { Objects } from '../objects';
import { istiodsOf } from './control-plane';

/** Services that an installation of Istio brings, or may bring. Source: the charts `istio-discovery` and `gateways` of Istio. */
const own = ['istiod', 'istio-ingressgateway', 'istio-egressgateway', 'istio-eastwestgateway'];

/**
 * Is it a Service of Istio's installation, which application manifests rarely hold? Where they do hold istiod, what is
 * not beside it does not exist.
 */
export function isOfInstallation(
  host: string,
  { objects, rootNamespace, clusterDomain }: { readonly objects: Objects; readonly rootNamespace: string; readonly clusterDomain: string },
): boolean {
  return own.some((name) => host === serviceHost(name, rootNamespace, clusterDomain)) && istiodsOf(objects).length === 0;
}
