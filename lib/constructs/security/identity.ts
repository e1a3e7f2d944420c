import { ConstructError } from '../../errors';

/** As whom pods call: a `Microservice` and an `IngressGateway` are each one. */
export interface Identity {
  /** undefined where the chart leaves it to whoever applies the manifests. */
  readonly namespace?: string;
  /** The ServiceAccount of the caller's pods. */
  readonly serviceAccountName: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The name in the certificate of a pod, as a policy writes it. `cluster.local` there stands for the mesh's own trust domain.
 *
 * @throws ConstructError `NamespaceUnknown`
 */
export function principal(identity: Identity): string {
  return `cluster.local/ns/${namespaceOf(identity)}/sa/${identity.serviceAccountName}`;
}

/** @throws ConstructError `NamespaceUnknown` */
export function namespaceOf({ namespace, serviceAccountName }: Identity): string {
  if (namespace !== undefined) return namespace;
  throw new ConstructError('NamespaceUnknown', `the namespace of \`${serviceAccountName}\` is not known`, {
    why: 'a service account is known by its namespace and name, and its chart names no namespace',
    fix: "new Chart(app, 'shop', { namespace: 'shop' })",
  });
}
