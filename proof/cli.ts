/** `npm run prove`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { prove, scenarioNames } from './prove';
import { jsonReport, junitReport } from './report/files';
import { prettyResults, prettySummary } from './report/pretty';
import type { Results } from './report/results';
import { insideSandbox } from './sandbox';

interface Options {
  readonly only?: readonly string[];
  readonly json?: string;
  readonly junit?: string;
}

async function main(): Promise<number> {
  const program = new Command('prove')
    .description("runs dist/ on the real control plane, and says which of the article's promises held")
    .addOption(new Option('--only <scenario...>', 'run only these').choices(scenarioNames))
    .option('--json <file>', 'write the results as JSON')
    .option('--junit <file>', 'write the results as JUnit XML')
    .parse();
  const options = program.opts<Options>();
  const since = Date.now();
  let stop = async (): Promise<void> => undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stop().finally(() => process.exit(2)));
  }
  try {
    const all = await prove({
      only: options.only,
      onPlane: (title, logs) => say(`${title}; logs in ${logs}\n`),
      onResults: (results) => process.stdout.write(`${prettyResults(results)}\n`),
      onStart: (ending) => {
        stop = ending;
      },
    });
    write(all, options);
    say(`${((Date.now() - since) / 1000).toFixed(1)} s in all`);
    process.stdout.write(`${prettySummary(all)}\n`);
    return all.some(({ hasFailed }) => hasFailed) ? 1 : 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function write(all: readonly Results[], { json, junit }: Options): void {
  if (json) writeFileSync(json, jsonReport(all));
  if (junit) writeFileSync(junit, junitReport(all));
}

function say(line: string): void {
  process.stderr.write(`prove  ${line}\n`);
}

void insideSandbox(main);
