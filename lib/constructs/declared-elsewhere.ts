import type { IConstruct } from 'constructs';
import type { KubernetesObject } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';

/** Under which key a construct keeps what it relies on. */
const key = 'meshwright/declared-elsewhere';

/** Where a declared object is read: the namespace of the construct that names it, and what the app itself makes. */
export interface Surroundings {
  /** The namespace of whoever declares it. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  readonly manifests: readonly Manifest[];
}

/** An object that exists without this app, as far as a declaration says what it looks like. */
export type DeclaredObject = (surroundings: Surroundings) => readonly KubernetesObject[];

/** A value that stands for something made elsewhere. */
export interface DeclaredElsewhere {
  /** What the rules may count on. @default - nothing: all of it is made here @internal */
  readonly declares?: readonly DeclaredObject[];
}

/**
 * Notes on a construct which objects made elsewhere it names, so that the rules know them and nothing else: whatever no
 * declaration names is still missing.
 */
export function relyOn(construct: IConstruct, namespace: string | undefined, values: readonly DeclaredElsewhere[]): void {
  for (const declares of values.flatMap((value) => value.declares ?? [])) construct.node.addMetadata(key, { namespace, declares });
}

/** Every object that a tree declares to exist elsewhere. */
export function declaredElsewhere(root: IConstruct, manifests: readonly Manifest[]): KubernetesObject[] {
  const entries = root.node.findAll().flatMap(({ node }) => node.metadata.filter(({ type }) => type === key));
  const facts = entries.map(({ data }) => data as { readonly namespace?: string; readonly declares: DeclaredObject });
  return facts.flatMap(({ namespace, declares }) => declares({ namespace, manifests }));
}
