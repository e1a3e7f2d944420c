/** What holds for resources that do not say it themselves. */
export interface ResourceDefaults {
  /** To which namespaces they are exported. Source: Istio `MeshConfig.default…ExportTo`. @default - everywhere */
  readonly exportedByDefault?: readonly string[];
  /** The DNS suffix of the cluster, by which short names are expanded. @default 'cluster.local' */
  readonly domain?: string;
}
