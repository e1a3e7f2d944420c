import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';

/** What the manifests say about a Secret: it is declared or made, it is shown to be absent, or they do not say. */
export type SecretState = 'there' | 'absent' | 'unknown';

/** Kinds whose controllers make a Secret, with where its name is written. @default - the name of the object itself */
const makers: readonly (readonly [group: string, kind: string, ...name: string[]])[] = [
  ['', 'Secret'],
  ['cert-manager.io', 'Certificate', 'spec', 'secretName'],
  ['bitnami.com', 'SealedSecret'],
  ['external-secrets.io', 'ExternalSecret', 'spec', 'target', 'name'],
];

/** The Secrets of one mesh: declared ones, and those that cert-manager, Sealed Secrets and External Secrets make. */
export class Secrets {
  private readonly namespacesByName = new Map<string, Set<string>>();
  private readonly namespaces = new Set<string>();

  constructor(
    objects: Objects,
    /** Do the manifests hold every Secret there is? */
    private readonly complete: boolean,
  ) {
    for (const [group, kind, ...path] of makers) {
      for (const manifest of objects.ofKind(group, kind)) this.add(manifest, path);
    }
  }

  /**
   * Secrets are rarely kept in git, so one that is nowhere is not known to be absent, unless others of its namespace are
   * declared or the same name is in another namespace.
   */
  stateOf(namespace: string, name: string): SecretState {
    const found = this.namespacesByName.get(name);
    if (found?.has(namespace)) return 'there';
    return this.complete || found || this.namespaces.has(namespace) ? 'absent' : 'unknown';
  }

  private add({ object }: Manifest, path: readonly string[]): void {
    const namespace = namespaceOf(object);
    const name = new FieldReader(object).at(...path).text || object.metadata.name;
    this.namespaces.add(namespace);
    this.namespacesByName.set(name, (this.namespacesByName.get(name) ?? new Set()).add(namespace));
  }
}
