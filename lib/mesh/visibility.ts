/**
 * To which namespaces a resource is exported. An absent or empty `exportTo` means everywhere, Istio's default.
 * Source: Istio `pkg/config/visibility` and `PushContext.initVirtualServices`.
 */
export class Visibility {
  /** `*` stands in the list, or the list is empty. */
  readonly isPublic: boolean;
  /** `~` stands in it and `*` does not: nobody sees the resource. */
  readonly isHidden: boolean;
  /** The namespaces named, `.` replaced by the resource's own. */
  readonly namespaces: ReadonlySet<string>;

  /** @param byDefault what the mesh configuration says for resources that say nothing */
  constructor(exportTo: readonly string[] | undefined, ownNamespace: string, byDefault: readonly string[] = []) {
    const entries = exportTo && exportTo.length > 0 ? exportTo : byDefault;
    this.isPublic = entries.length === 0 || entries.includes('*');
    this.isHidden = !this.isPublic && entries.includes('~');
    this.namespaces = new Set(entries.map((entry) => (entry === '.' ? ownNamespace : entry)));
  }

  /** Do proxies of `namespace` see the resource? */
  includes(namespace: string): boolean {
    return this.isPublic || (!this.isHidden && this.namespaces.has(namespace));
  }
}
