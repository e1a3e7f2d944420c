/** Something the proof could not do: the first line says what failed, `log` holds the lines of the program that tell why. */
export class ProofError extends Error {
  constructor(
    readonly fact: string,
    readonly details: { readonly fix?: string; readonly log?: readonly string[] } = {},
  ) {
    super(
      [fact, ...(details.log ?? []).map((line) => `    | ${line}`), details.fix && `    fix: ${details.fix}`].filter(Boolean).join('\n'),
    );
    this.name = 'ProofError';
  }
}
