/**
 * How much this program works, counted by the engine: how often each block of its own code ran. Unlike time, the count is the same on every
 * machine and however busy it is, so that a test can hold growth to it. What the engine does inside one call (a long string, a large list) is
 * not in it.
 */
import { Session } from 'node:inspector';

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/** Counts blocks of scripts whose address has `part`. Load these only after it was made: code that is compiled already is not counted. */
export class WorkCounter {
  private readonly session = new Session();

  constructor(private readonly part: string) {
    this.session.connect();
    this.post('Profiler.enable');
    this.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** How many blocks ran while `work` did. */
  count(work: () => void): number {
    this.taken();
    work();
    return this.taken();
  }

  end(): void {
    this.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  /** The blocks since it was last asked; the engine then counts anew. */
  private taken(): number {
    const { result } = this.post('Profiler.takePreciseCoverage') as Coverage;
    let blocks = 0;
    for (const { url, functions } of result) {
      if (!url.includes(this.part)) continue;
      for (const { ranges } of functions) for (const { count } of ranges) blocks += count;
    }
    return blocks;
  }

  private post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    // With a session of the same thread the answer comes before `post` returns.
    this.session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}
