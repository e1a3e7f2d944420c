import type { Command } from 'commander';

/** 0: clean. 1: findings, or the answer is no. 2: could not run. 3: something is undecided, and `--strict` asks for certainty. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a verb may touch of the world, so that tests can run one in memory. */
export interface Io {
  out(text: string): void;
  /** Errors and progress, never results. */
  err(text: string): void;
  stdin(): Buffer;
  /** Whether a person watches stderr, so that a line of progress may be overwritten. */
  readonly isTerminal: boolean;
  /** Whether results may be coloured. */
  readonly colour: boolean;
}

/** One verb of the command line: one file, which is loaded only when the verb is used. */
export interface Verb {
  /** Adds its arguments and options. */
  configure(command: Command): void;
  /**
   * Does it. `command.args` and `command.opts()` hold what the user gave.
   *
   * @throws CannotRun for what the user can put right; any other error is a defect of this program
   */
  run(command: Command, io: Io): ExitCode | Promise<ExitCode>;
}

/** The command could not do its work: exit code 2, with the message and no stack. */
export class CannotRun extends Error {
  constructor(
    message: string,
    /** Text to paste, or the nearest right name. */
    readonly fix?: string,
  ) {
    super(message);
  }
}
