import type { Command } from './usage';

/** A program that is given the same system as the others. */
export interface Contender {
  readonly name: string;
  /** In which form it is given the system. */
  readonly how: string;
  /** undefined: it is not on this machine. */
  version(): string | undefined;
  /** Writes what it reads into an empty folder. */
  prepare(folder: string, services: number): Omit<Command, 'output'>;
  /** The folder of the output, beside what it reads. @default - its stdout */
  readonly wrote?: string;
  /** The exit code that means that it did its work. @default 0 */
  readonly status?: number;
  /** Services from which on it would take minutes. */
  readonly most?: number;
}
