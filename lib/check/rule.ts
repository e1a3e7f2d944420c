import type { Level, RuleDiagnostic } from '../diagnostic';
import type { Mesh } from '../mesh/mesh';
import type { Subject } from './subject';

/** What a rule may look at besides the object in hand. */
export interface World {
  /** Everything in the set, assumed objects included. */
  readonly mesh: Mesh;
  /** Other clusters of the same mesh, if they are given. */
  readonly otherClusters: readonly Mesh[];
}

/** What a rule says of the object in hand. */
export interface Reported extends RuleDiagnostic {
  /** Does it hold only because an object is missing in the input? @default - what the rule says of all it reports */
  readonly closedWorld?: boolean;
}

/** One rule: one file and, beside it, one page that says message, why and how to fix, with YAML that the tests run. */
export interface Rule {
  /** Istio's or Kiali's own code where the rule is theirs, else `MESH` and a number that never changes. */
  readonly code: string;
  /** Kebab case, the name of its file and page. Several rules may share a code, never a name. */
  readonly name: string;
  readonly level: Level;
  /** The kinds it looks at, each as `group/kind`. */
  readonly kinds: readonly string[];
  /** Does it complain that something is not in the set? Then a set that is only a part of the mesh cannot decide it. */
  readonly closedWorld?: boolean;
  /** Does an object that was read answer it, whatever charts and kustomizations make that were not rendered? @default false */
  readonly evenUnrendered?: boolean;
  /** Can `mesh check --fix` mend some of what it finds? @default false */
  readonly fixable?: boolean;
  /** Also check objects that a later object of the same name overrides? @default false */
  readonly evenIfOverridden?: boolean;
  /** Sees the whole world, complains about the object in hand alone. */
  check(subject: Subject, world: World): Iterable<Reported>;
}

/** States the type, so that a rule's file holds nothing but the rule. */
export function rule(definition: Rule): Rule {
  return definition;
}
