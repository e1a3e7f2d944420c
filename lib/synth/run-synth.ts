import { relative } from 'node:path';
import { errorText } from './error-text';
import type { SynthSummary } from './synth-summary';

/**
 * Synthesizes an app as a program: one line says what was written; an error is shown with the user's own line, and the
 * program ends with exit code 1. For the end of `main.ts`: `if (require.main === module) runSynth(() => retail())`.
 *
 * @param make makes the app; errors of declaring it are shown alike
 */
export function runSynth(make: () => { synth(): SynthSummary }): void {
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 50); // the user's own line is below those of the constructs
  try {
    process.stdout.write(`${summaryText(make().synth())}\n`);
  } catch (error) {
    process.stderr.write(errorText(error));
    process.exitCode = 1;
  }
}

function summaryText({ files, objects, warnings, kept, folder }: SynthSummary): string {
  const found = warnings === 0 ? 'no findings' : `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  const own = kept.length > 0 ? `; kept ${kept.slice(0, 3).join(', ')}${kept.length > 3 ? ' …' : ''}, which synth did not write` : '';
  return `wrote ${files} files, ${objects} objects, ${found}, to ${relative(process.cwd(), folder) || folder}${own}`;
}
