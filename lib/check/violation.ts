import type { FieldPath } from '../manifest/manifest';

/** How bad it is: an error is refused by the cluster, a warning is applied but not what was meant, an info is worth knowing. */
export type Level = 'error' | 'warning' | 'info';

/** One thing that is wrong with one object, whatever else there is in the mesh. */
export interface Violation {
  /**
   * Istio's own code: IST0106 refused, IST0130 rule never used, IST0131 match never used, IST0133 any other warning.
   * MESH110 for what the API server refuses and Istio has no word for.
   */
  readonly code: string;
  readonly level: Level;
  /** The field at fault, from the root of the object. */
  readonly path: FieldPath;
  /** The one fact, with the user's own value in backticks. */
  readonly message: string;
  /** What happens because of it, in one line. @default - the message says it all */
  readonly why?: string;
  /** Text to paste that makes it right. @default - no single fix is known */
  readonly fix?: string;
}

/** What may be said beyond the message. */
export type Hints = Pick<Violation, 'why' | 'fix'>;

/**
 * A field of the object under judgement: where it stands, and where complaints about it go. Paths are put together only
 * when there is something to complain about.
 */
export class Field {
  private constructor(
    private readonly violations: Violation[],
    private readonly parent: Field | undefined,
    private readonly step: string | number,
    private readonly silent: boolean,
    private readonly refusal: 'IST0106' | 'MESH110',
  ) {}

  /** The root of an object, whose violations are added to the list. */
  static root(violations: Violation[]): Field {
    return new Field(violations, undefined, '', false, 'IST0106');
  }

  /** A field or list element below this one. */
  at(step: string | number, ...further: (string | number)[]): Field {
    let field = new Field(this.violations, this, step, this.silent, this.refusal);
    for (const next of further) field = new Field(this.violations, field, next, this.silent, this.refusal);
    return field;
  }

  /** The same field for a check whose warnings istiod drops. */
  errorsOnly(): Field {
    return new Field(this.violations, this.parent, this.step, true, this.refusal);
  }

  /** The same field for a check that is Kubernetes' alone. */
  ofKubernetes(): Field {
    return new Field(this.violations, this.parent, this.step, this.silent, 'MESH110');
  }

  get path(): (string | number)[] {
    return this.parent === undefined ? [] : [...this.parent.path, this.step];
  }

  /** Whether nothing has been said about the object so far. */
  get isRight(): boolean {
    return this.violations.length === 0;
  }

  /** The cluster refuses the object. */
  error(message: string, hints: Hints = {}): void {
    this.violations.push({ code: this.refusal, level: 'error', path: this.path, message, ...hints });
  }

  /** The cluster takes the object, and istiod warns. */
  warning(message: string, hints: Hints = {}): void {
    this.warn('IST0133', 'warning', message, hints);
  }

  /** A route rule that no request ever reaches. */
  unreachable(message: string, hints: Hints = {}): void {
    this.warn('IST0130', 'warning', message, hints);
  }

  /** A match of a route rule that an earlier one leaves nothing to. */
  ineffective(message: string, hints: Hints = {}): void {
    this.warn('IST0131', 'info', message, hints);
  }

  private warn(code: string, level: Level, message: string, hints: Hints): void {
    if (!this.silent) this.violations.push({ code, level, path: this.path, message, ...hints });
  }
}
