import type { Diagnostic, Level } from '../diagnostic';

/** What may be said beyond the message. */
export type Hints = Pick<Diagnostic, 'why' | 'fix'>;

/**
 * A field of the object under judgement: where it stands, and where complaints about it go. Paths are put together only
 * when there is something to complain about.
 */
export class Field {
  private constructor(
    private readonly violations: Diagnostic[],
    private readonly parent: Field | undefined,
    private readonly step: string | number,
    private readonly silent: boolean,
    private readonly refusal: 'IST0106' | 'MESH110',
  ) {}

  /** The root of an object, whose violations are added to the list. */
  static root(violations: Diagnostic[]): Field {
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

  /** The same field, whose complaints go to another list. */
  reportingTo(violations: Diagnostic[]): Field {
    const parent = this.parent?.reportingTo(violations);
    return new Field(violations, parent, this.step, this.silent, this.refusal);
  }

  /** What was said about the object so far. */
  get wrong(): readonly Diagnostic[] {
    return [...this.violations];
  }

  /** Adds what was found elsewhere about the object. */
  add(violation: Diagnostic): void {
    this.violations.push(violation);
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
