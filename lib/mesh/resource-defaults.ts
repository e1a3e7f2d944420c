import type { Manifest } from '../manifest/manifest';

/** What holds for resources that do not say it themselves. */
export interface ResourceDefaults {
  /** To which namespaces they are exported. Source: Istio `MeshConfig.default…ExportTo`. @default - everywhere */
  readonly exportedByDefault?: readonly string[];
  /** The DNS suffix of the cluster, by which short names are expanded. @default 'cluster.local' */
  readonly domain?: string;
  /** Do sidecars answer DNS themselves, with an address for each ServiceEntry without one? Source: Istio `ISTIO_META_DNS_CAPTURE`. @default false */
  readonly capturesDns?: boolean;
}

/** As `ResourceDefaults`, for objects of which nobody has asked yet whether the cluster stores them. */
export interface CandidateOptions extends ResourceDefaults {
  /** Does the cluster store an object? Asked when it is needed. @default - it does */
  readonly isStored?: (manifest: Manifest) => boolean;
}
