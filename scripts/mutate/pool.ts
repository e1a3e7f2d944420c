import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { DryRun, ReachedByFile, Trial, Verdict } from './worker';

/** A process that does not answer for so long runs for ever: the time is long, since the machine may be busy. */
const patience = 300_000;

/** Processes that run tests, each one question at a time. */
export class Pool {
  private constructor(
    private readonly folder: string,
    private readonly workers: Worker[],
    /** The mutants that run while the code is loaded. */
    readonly loaded: ReadonlySet<string>,
  ) {}

  /** @param folder where the code with the mutants is */
  static async start(folder: string, size: number): Promise<Pool> {
    const workers = Array.from({ length: size }, () => new Worker(folder));
    const [loaded = []] = await Promise.all(workers.map((each) => each.loaded));
    return new Pool(folder, workers, new Set(loaded));
  }

  /** What each file of tests reaches, in the order of the files. */
  dryRun(files: readonly string[]): Promise<ReachedByFile[]> {
    return this.each(files, async (worker, file) => {
      const answer = await worker.ask<ReachedByFile>({ dryRun: file });
      if (answer === undefined) throw new Error(`${file}: its process ended or hung`);
      return answer;
    });
  }

  /** The verdict on each mutant, in the order of the mutants. A process that ends or hangs has noticed it. */
  attempt(trials: readonly Trial[], progress: (done: number) => void): Promise<Verdict[]> {
    let done = 0;
    return this.each(trials, async (worker, trial) => {
      const verdict = await worker.ask<Verdict>(trial);
      progress(++done);
      return verdict ?? { killedBy: 'the process ended or hung' };
    });
  }

  stop(): void {
    for (const worker of this.workers) worker.end();
  }

  private async each<T, R>(values: readonly T[], work: (worker: Worker, value: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    const left = [...values.entries()].reverse();
    const lane = async (place: number) => {
      for (let next = left.pop(); next; next = left.pop()) {
        const worker = this.workers[place];
        if (!worker) return;
        results[next[0]] = await work(worker, next[1]);
        if (worker.isGone) {
          this.workers[place] = new Worker(this.folder);
          await this.workers[place]?.loaded;
        }
      }
    };
    await Promise.all(this.workers.map((_, place) => lane(place)));
    return results;
  }
}

class Worker {
  isGone = false;
  readonly loaded: Promise<string[]>;
  private readonly child: ChildProcess;
  private answered: (answer: unknown) => void = () => undefined;

  constructor(folder: string) {
    const loader = join(__dirname, '../typescript.cjs');
    this.child = fork(join(__dirname, 'worker.ts'), [folder], {
      execArgv: ['--require', loader, '--max-old-space-size=3000'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    this.child.on('message', (message) => this.answered(message));
    this.child.on('exit', () => {
      this.isGone = true;
      this.answered(undefined);
    });
    this.loaded = this.next<{ loaded: string[] }>().then((answer) => {
      if (answer === undefined) throw new Error('the code with its mutants cannot be loaded');
      return answer.loaded;
    });
  }

  /** undefined: the process ended, or did not answer in time. */
  ask<T>(question: DryRun | Trial): Promise<T | undefined> {
    const answer = this.next<T>();
    this.child.send(question);
    return answer;
  }

  end(): void {
    this.child.kill('SIGKILL');
  }

  private next<T>(): Promise<T | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), patience);
      this.answered = (answer) => {
        clearTimeout(timer);
        resolve(answer as T | undefined);
      };
    });
  }
}
