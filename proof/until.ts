import { setTimeout as sleep } from 'node:timers/promises';
import { ProofError } from './errors';
import type { Process } from './process';

export interface UntilOptions {
  /** Seconds. @default 30 */
  readonly within?: number;
  /** Seconds between two looks. @default 0.1 */
  readonly every?: number;
  /** Programs that must be running for it to happen: if one ends, so does the waiting. @default - none */
  readonly running?: readonly Process[];
  /** More to say about why it did not happen. @default - the last lines of the programs */
  readonly explain?: () => readonly string[] | Promise<readonly string[]>;
}

/**
 * Looks until `check` gives something other than undefined or false. What it throws counts as "not yet", and is told if it never comes.
 *
 * @param what said when it did not happen, for example `the API server is ready`
 * @throws ProofError with the log lines of the programs waited for
 */
export async function until<T>(what: string, check: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { within = 30, every = 0.1, running = [], explain } = options;
  const deadline = Date.now() + within * 1000;
  let lastError: unknown;
  for (;;) {
    try {
      const found = await check();
      if (found !== undefined && found !== null && found !== false) return found as NonNullable<T>;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    const ended = running.find((process) => !process.isRunning);
    if (ended) throw new ProofError(`${ended.name} ended (${ended.ending}) before this held: ${what}`, { log: ended.lastLines() });
    if (Date.now() > deadline) {
      const log = (await Promise.resolve(explain?.()).catch(() => undefined)) ?? running.flatMap((process) => process.lastLines(8));
      const reason = lastError instanceof Error ? [lastError.message.split('\n')[0] ?? ''] : [];
      throw new ProofError(`after ${within} s this did not hold: ${what}`, { log: [...reason, ...log] });
    }
    await sleep(every * 1000);
  }
}
