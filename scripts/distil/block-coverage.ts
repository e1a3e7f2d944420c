import { type Profiler, Session } from 'node:inspector';

type Ranges = readonly Profiler.CoverageRange[];

/**
 * Which blocks of code each of many runs executes. V8 reports a block by itself only where it runs another number of times than what is
 * around it, so the blocks are collected over all runs first, and asked of each run afterwards.
 */
export class BlockCoverage {
  private readonly session = new Session();
  /** By function: every block that any run told apart. */
  private readonly blocks = new Map<string, Set<string>>();
  /** By text: what a run reported of one function. */
  private readonly reports = new Map<string, { readonly id: number; readonly name: string; readonly ranges: Ranges }>();
  private readonly runs: number[][] = [];

  /** @param counts whether the code of a file is of interest */
  constructor(private readonly counts: (file: string) => boolean) {
    this.session.connect();
    this.session.post('Profiler.enable');
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** Runs a function and keeps what it executes. */
  run(run: () => void): void {
    this.take();
    run();
    this.runs.push(this.take().flatMap(({ url, functions }) => functions.map((each) => this.report(url, each))));
  }

  /** For each run, in order: the numbers of the blocks that it executed. */
  executed(): number[][] {
    const numbers = new Map<string, number>();
    const ofReport = new Map([...this.reports.values()].map((report) => [report.id, this.executedOf(report, numbers)]));
    return this.runs.map((ids) => ids.flatMap((id) => ofReport.get(id) ?? []));
  }

  private take(): Profiler.ScriptCoverage[] {
    let taken: Profiler.ScriptCoverage[] = [];
    this.session.post('Profiler.takePreciseCoverage', (error, { result } = { result: [] }) => {
      if (error) throw error;
      taken = result.filter(({ url }) => this.counts(url));
    });
    return taken;
  }

  private report(url: string, { functionName, ranges }: Profiler.FunctionCoverage): number {
    const name = `${url} ${functionName} ${ranges[0]?.startOffset}`;
    const text = `${name} ${ranges.map(({ startOffset, endOffset, count }) => `${startOffset}-${endOffset}${count > 0 ? '+' : ''}`)}`;
    const known = this.reports.get(text);
    if (known) return known.id;
    const blocks = this.blocks.get(name) ?? new Set();
    for (const { startOffset, endOffset } of ranges) blocks.add(`${startOffset}-${endOffset}`);
    this.blocks.set(name, blocks);
    const made = { id: this.reports.size, name, ranges };
    this.reports.set(text, made);
    return made.id;
  }

  private executedOf({ name, ranges }: { readonly name: string; readonly ranges: Ranges }, numbers: Map<string, number>): number[] {
    return [...(this.blocks.get(name) ?? [])]
      .filter((block) => isExecuted(block, ranges))
      .map((block) => numberOf(`${name} ${block}`, numbers));
  }
}

/** What the innermost reported range around a block says. */
function isExecuted(block: string, ranges: Ranges): boolean {
  const [start = 0, end = 0] = block.split('-').map(Number);
  const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= start && end <= endOffset);
  const innermost = around.reduce<Profiler.CoverageRange | undefined>(
    (least, range) => (least && least.endOffset - least.startOffset <= range.endOffset - range.startOffset ? least : range),
    undefined,
  );
  return (innermost?.count ?? 0) > 0;
}

function numberOf(text: string, numbers: Map<string, number>): number {
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  return number;
}
