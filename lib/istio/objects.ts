/** A plain Kubernetes object, as the API server would be sent it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** The part of `metadata` that this project reads. Source: Kubernetes `ObjectMeta`. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly creationTimestamp?: string;
  readonly [field: string]: unknown;
}

/** The API group of an object: `networking.istio.io` of `networking.istio.io/v1`, `` of `v1`. */
export function groupOf(object: KubernetesObject): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}
