import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fchmodSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './run';

export interface ProcessOptions {
  /** Unique in its plane: also the name of its log file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. @default - this program's own */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Folder that the log is written to. */
  readonly logs: string;
}

/** One running program with its log. It leads a process group of its own, so that what it started ends with it. */
export class Process {
  readonly name: string;
  readonly logFile: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private failure: string | undefined;

  constructor({ name, command, args, env, cwd, logs }: ProcessOptions) {
    this.name = name;
    mkdirSync(logs, { recursive: true });
    this.logFile = join(logs, `${name.replaceAll('/', '_')}.log`);
    const log = openSync(this.logFile, 'a');
    fchmodSync(log, 0o666); // a container's user opens /dev/stdout again, as Envoy does for its access log
    this.child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        this.failure = error.message;
        resolve();
      });
      this.child.on('exit', () => resolve());
    });
  }

  /** @returns 0 where it could not even be started */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.failure === undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  get exitCode(): number | undefined {
    return this.child.exitCode ?? (this.child.signalCode === null ? undefined : 137);
  }

  /** How it ended, in words. */
  get ending(): string {
    if (this.failure) return this.failure;
    return this.child.signalCode ? `signal ${this.child.signalCode}` : `exit code ${this.child.exitCode}`;
  }

  lastLines(count?: number): string[] {
    return lastLines(this.log(), count);
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  /** Tells the program itself, as a container runtime does: what it started is its own affair. */
  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.child.kill(signal);
  }

  /** Ends it and all that it started at once, as when the first process of a container dies. */
  kill(): void {
    if (this.isRunning && this.child.pid !== undefined) killGroup(this.child.pid);
  }

  /** Asks it to end, and insists after `grace` seconds. @param grace seconds */
  async stop(grace = 5): Promise<void> {
    this.signal('SIGTERM');
    await Promise.race([this.ended, sleep(grace * 1000, undefined, { ref: false })]);
    if (this.child.pid !== undefined) killGroup(this.child.pid);
    await this.ended;
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // nobody is left in the group
  }
}
