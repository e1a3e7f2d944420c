import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Cache } from '../binaries/cache';
import { ProofError } from '../errors';
import type { KialiMesh } from './kiali-mesh';

/** What Kiali says of one object. Source: Kiali's `IstioCheck`. */
export interface KialiCheck {
  /** Its word for the kind: `virtualservice`, `k8shttproute`, `workload`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: string;
  readonly severity: string;
  readonly path: string;
  /** Is it on the page of the namespace, and in the overview of all of them? */
  readonly inBoth: boolean;
}

interface Answer {
  readonly checks: readonly KialiCheck[];
  readonly error?: string;
}

/** Kiali's own checkers as a program: one mesh a line, one answer a line. */
export class KialiCheckers {
  private readonly program: ChildProcess;
  private readonly lines: AsyncIterator<string>;
  private asked = 0;

  constructor(cache = new Cache()) {
    this.program = spawn(cache.path('kiali-checkers', 'kiali-checkers'), { stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdout } = this.program;
    if (!stdout) throw new ProofError('the checkers have no output');
    this.lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /** @returns why there is no answer, where Kiali crashes or cannot read an object. @throws ProofError when it ended */
  async check(mesh: KialiMesh): Promise<readonly KialiCheck[] | string> {
    this.asked += 1;
    this.program.stdin?.write(`${JSON.stringify({ id: String(this.asked), ...mesh })}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new ProofError('the checkers ended before they answered');
    const { checks, error } = JSON.parse(value) as Answer;
    return error ?? checks;
  }

  stop(): void {
    this.program.stdin?.end();
  }
}
