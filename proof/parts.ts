import { join } from 'node:path';
import { Cache } from './binaries/cache';
import { prettyResults, prettySummary } from './report/pretty';
import type { Results } from './report/results';
import { insideSandbox, sandboxFolder } from './sandbox';

/** A part of a proof that can be run by itself. */
export interface Part {
  readonly results: Results;
  prove(cache: Cache, results: Results): Promise<void>;
}

/** Runs the part that the command line names, or all: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
export function runParts(command: string, parts: readonly Part[]): void {
  void insideSandbox(() => run(command, parts));
}

async function run(command: string, parts: readonly Part[]): Promise<number> {
  const wanted = process.argv[2];
  const chosen = parts.filter(({ results }) => wanted === undefined || wanted === results.name);
  if (chosen.length === 0) {
    say(command, `no part is named \`${wanted}\`: there is ${parts.map(({ results }) => results.name).join(', ')}`);
    return 2;
  }
  try {
    for (const { results, prove } of chosen) {
      await prove(new Cache(join(sandboxFolder, 'cache')), results).finally(() => process.stdout.write(`${prettyResults(results)}\n`));
    }
    process.stdout.write(`${prettySummary(chosen.map(({ results }) => results))}\n`);
    return chosen.some(({ results }) => results.hasFailed) ? 1 : 0;
  } catch (error) {
    say(command, error instanceof Error ? error.message : String(error));
    return 2;
  }
}

/** Progress, beside the results on stdout. */
export function say(command: string, line: string): void {
  process.stderr.write(`${command}  ${line}\n`);
}
