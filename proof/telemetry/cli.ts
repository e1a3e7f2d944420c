/** `npm run prove:telemetry [rules|scraping]`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { join } from 'node:path';
import { Cache } from '../binaries/cache';
import { prettyResults, prettySummary } from '../report/pretty';
import { Results } from '../report/results';
import { insideSandbox, sandboxFolder } from '../sandbox';
import { proveRules } from './rules';
import { proveScraping } from './scraping';

interface Part {
  readonly results: Results;
  prove(cache: Cache, results: Results): Promise<void>;
}

const parts: readonly Part[] = [
  {
    results: new Results('rules', 'Objectives alert at the right burn, and not below'),
    prove: (cache, results) => proveRules(cache.path('prometheus', 'promtool'), join(sandboxFolder, 'telemetry', 'rules'), results),
  },
  {
    results: new Results('scraping', 'A real Prometheus scrapes the services, and answers every query'),
    prove: (cache, results) => proveScraping(cache, results, ({ logs }) => say(`plane up; logs in ${logs}`)),
  },
];

async function main(): Promise<number> {
  const wanted = process.argv[2];
  const chosen = parts.filter(({ results }) => wanted === undefined || wanted === results.name);
  if (chosen.length === 0) {
    say(`no part is named \`${wanted}\`: there is ${parts.map(({ results }) => results.name).join(', ')}`);
    return 2;
  }
  try {
    for (const { results, prove } of chosen) {
      await prove(new Cache(join(sandboxFolder, 'cache')), results).finally(() => process.stdout.write(`${prettyResults(results)}\n`));
    }
    process.stdout.write(`${prettySummary(chosen.map(({ results }) => results))}\n`);
    return chosen.some(({ results }) => results.hasFailed) ? 1 : 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

function say(line: string): void {
  process.stderr.write(`prove:telemetry  ${line}\n`);
}

void insideSandbox(main);
