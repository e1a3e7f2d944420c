/** What became of one expectation. */
export interface Row {
  readonly name: string;
  readonly outcome: 'held' | 'failed' | 'skipped';
  /** Why it failed or was skipped; what was measured, where that is worth telling. @default - nothing to say */
  readonly detail?: string;
  readonly seconds: number;
}

/** The rows of one scenario, as they are found. */
export class Results {
  readonly rows: Row[] = [];
  private readonly since = Date.now();
  private last = Date.now();

  constructor(
    /** Short, for `--only` and for files. */
    readonly name: string,
    readonly title: string,
  ) {}

  /** From its start to its last row. */
  get seconds(): number {
    return (this.last - this.since) / 1000;
  }

  get hasFailed(): boolean {
    return this.rows.some(({ outcome }) => outcome === 'failed');
  }

  /** @param problem what was not as expected; undefined when all was @param measured said where it held */
  add(name: string, problem: string | undefined, measured?: string): void {
    this.push(name, problem === undefined ? 'held' : 'failed', problem ?? measured);
  }

  skip(name: string, why: string): void {
    this.push(name, 'skipped', why);
  }

  private push(name: string, outcome: Row['outcome'], detail: string | undefined): void {
    this.rows.push({ name, outcome, detail, seconds: (Date.now() - this.last) / 1000 });
    this.last = Date.now();
  }
}
