/** What a `ConstructError` may say beyond its one fact. */
export interface ConstructErrorDetails {
  /** Path of the construct in the app's tree, for example `retail/site`. @default - not known, as in a value object */
  readonly construct?: string;
  /** Where in the construct, for example `route 2 (path under /user)`. @default - the construct as a whole */
  readonly at?: string;
  /** Why it matters, in one line. @default - the message says it all */
  readonly why?: string;
  /** Text to paste that makes it right, or the nearest right name. @default - no single fix is known */
  readonly fix?: string;
}

/**
 * A declaration that cannot be right: thrown while the app is built, before anything is written.
 *
 * The first line alone suffices; the place, the reason and the fix follow. `errorName` is stable and may be tested for.
 */
export class ConstructError extends Error {
  constructor(
    /** The name of the kind of error: what a test or a search names. */
    readonly errorName: string,
    /** What is wrong, with the user's own value. */
    readonly fact: string,
    /** Where the error is, and how to mend it. */
    readonly details: ConstructErrorDetails = {},
  ) {
    super(ConstructError.render(errorName, fact, details));
    this.name = 'ConstructError';
  }

  /** The same error, told where it happened: a value object does not know its construct, the construct that takes it does. */
  in(construct: string, at?: string): ConstructError {
    return new ConstructError(this.errorName, this.fact, { ...this.details, construct, at: at ?? this.details.at });
  }

  private static render(errorName: string, fact: string, { construct, at, why, fix }: ConstructErrorDetails): string {
    const place = [construct && `construct ${construct}`, at].filter(Boolean).join(', ');
    return [`${errorName}: ${fact}`, place && `    at ${place}`, why && `    why: ${why}`, fix && `    fix: ${fix}`]
      .filter(Boolean)
      .join('\n');
  }
}
