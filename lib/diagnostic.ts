import type { FieldPath } from './manifest/manifest';
import type { Repair } from './manifest/repair';

/** How bad it is: the cluster rejects an error; it accepts what a warning is about, with another effect than meant; an info is worth knowing. */
export type Level = 'error' | 'warning' | 'info';

/** One thing that is wrong with one object. A finding is a diagnostic with its manifest and its position in the input. */
export interface Diagnostic {
  /**
   * Istio's own code: IST0106 rejected, IST0130 rule never used, IST0131 match never used, IST0133 any other warning.
   * MESH110 for what the API server rejects and Istio has no code for.
   */
  readonly code: string;
  readonly level: Level;
  /** The field at fault, from the root of the object. */
  readonly path: FieldPath;
  /** The one fact, with the user's own value in backticks, lower case, no full stop. */
  readonly message: string;
  /** What happens because of it, in one line. @default - the message says it all */
  readonly why?: string;
  /** Text to paste that corrects it, or the nearest right name. @default - no single fix is known */
  readonly fix?: string;
  /** The one safe change that corrects it, for `mesh check --fix`. @default - a person has to decide */
  readonly repair?: Repair;
}

/** What a rule reports about one field; the rule adds its code, and its own level where this has none. */
export type RuleDiagnostic = Omit<Diagnostic, 'code' | 'level'> & { readonly level?: Level };
