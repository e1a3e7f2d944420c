/** What istiod looks at beside the `spec`. */
export interface ObjectInfo {
  readonly name: string;
  /** `default` where the manifest leaves it out, as `kubectl` would fill in. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
