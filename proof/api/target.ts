import type { KubernetesObject } from '../../lib/istio/objects';

/** An object as the API server holds it. The fields beside the metadata are the kind's own. */
export type ApiObject = KubernetesObject & {
  readonly spec?: Fields;
  readonly status?: Fields;
  readonly data?: Readonly<Record<string, string>>;
};
type Fields = { readonly [field: string]: unknown };

/** Which object: kind as in YAML (`Deployment`), its group's version (`apps/v1`), where it is. */
export interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The object's own place in the API. */
export function targetOf({ apiVersion, kind, metadata }: KubernetesObject): Target {
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}

/** `Kind namespace/name`. */
export function describe({ kind, name, namespace }: Target): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name ?? ''}`;
}
