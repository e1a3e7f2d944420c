import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer, HttpClient, HttpRequest } from './client';

/** A request that got no answer, or one of 500 and above. */
export interface Failure {
  /** Seconds since the load began. */
  readonly at: number;
  /** Which request, and what came instead. */
  readonly what: string;
}

/** What a load met. */
export interface Tally {
  readonly sent: number;
  readonly failures: readonly Failure[];
}

export interface LoadOptions {
  /** Requests under way at once. @default 4 */
  readonly workers?: number;
  /** Seconds that each worker rests after an answer. @default 0.01 */
  readonly rest?: number;
  /** Seconds after which it ends by itself. @default 120 */
  readonly longest?: number;
  /** Called for every answer. @default - nothing */
  readonly onAnswer?: (answer: HttpAnswer) => void;
}

/** Requests that go on in turn until stopped: what clients see while something else is changed. */
export class Load {
  private sent = 0;
  private stopping = false;
  private readonly failures: Failure[] = [];
  private readonly done: Promise<unknown>;
  private readonly since = Date.now();

  constructor(
    private readonly client: HttpClient,
    private readonly requests: readonly HttpRequest[],
    private readonly options: LoadOptions = {},
  ) {
    this.done = Promise.all(Array.from({ length: options.workers ?? 4 }, () => this.work()));
  }

  /** Resolves when so many more requests were sent: what comes before and after a change counts too. */
  async more(requests: number): Promise<void> {
    const until = this.sent + requests;
    while (this.sent < until && !this.isOver) await sleep(10);
  }

  /** Lets requests under way be answered. */
  async stop(): Promise<Tally> {
    this.stopping = true;
    await this.done;
    return { sent: this.sent, failures: this.failures };
  }

  private get isOver(): boolean {
    return Date.now() - this.since > (this.options.longest ?? 120) * 1000;
  }

  private async work(): Promise<void> {
    while (!this.stopping && !this.isOver) {
      const request = this.requests[this.sent++ % this.requests.length];
      if (request) await this.send(request);
      await sleep((this.options.rest ?? 0.01) * 1000);
    }
  }

  private async send(request: HttpRequest): Promise<void> {
    try {
      const answer = await this.client.send(request);
      if (answer.status >= 500) this.fail(request, `${answer.status} ${answer.body.slice(0, 120)}`);
      else this.options.onAnswer?.(answer);
    } catch (error) {
      this.fail(request, (error as Error).message);
    }
  }

  private fail({ host, path }: HttpRequest, instead: string): void {
    this.failures.push({ at: (Date.now() - this.since) / 1000, what: `${host}${path}: ${instead}` });
  }
}

/** The first failures as lines, after a line that counts them. */
export function describeFailures({ sent, failures }: Tally): string {
  const lines = failures.slice(0, 8).map(({ at, what }) => `${at.toFixed(2)} s: ${what}`);
  return [`${failures.length} of ${sent} requests failed:`, ...lines].join('\n');
}
