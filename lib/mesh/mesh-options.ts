import type { Admission } from './admission';
import type { FetchedKeys } from './security/request-authentication';

/** How manifests become a mesh: what they do not say about the cluster and the installation. */
export interface MeshOptions {
  /** Istio's root namespace. @default - that of the mesh configuration, else `istio-system` */
  readonly rootNamespace?: string;
  /** May sidecars call hosts the mesh does not know? @default - `meshConfig.outboundTrafficPolicy.mode`, else `ALLOW_ANY` */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Ports on which the pods' programs listen. @default - any port: manifests do not say */
  readonly listening?: readonly number[];
  /** The DNS suffix of the cluster. @default - that of the installation among the manifests, else `cluster.local` */
  readonly clusterDomain?: string;
  /** The keys that istiod fetches from a `jwksUri`, as JSON, by issuer; `*` for every other. @default - they are not known: every signature counts as valid */
  readonly fetchedKeys?: FetchedKeys;
  /** Do the manifests hold every Secret? Otherwise one that is nowhere among them is assumed to exist. @default false */
  readonly complete?: boolean;
  /** Charts, templates and kustomizations that were not rendered and may make further objects. @default - none */
  readonly unrendered?: readonly string[];
  /** Assume the ingress gateway that an installation of Istio brings. @default true */
  readonly assumeIngressGateway?: boolean;
  /** Who keeps objects out of the mesh. @default 'enforced' - the API server and Istio's webhook, as in every installation */
  readonly admission?: Admission;
}
