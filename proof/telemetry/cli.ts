/** `npm run prove:telemetry [rules|scraping]`: exit code 0 when everything held, 1 when something did not, 2 when it could not run. */
import { join } from 'node:path';
import { runParts, say } from '../parts';
import { Results } from '../report/results';
import { sandboxFolder } from '../sandbox';
import { proveRules } from './rules';
import { proveScraping } from './scraping';

const command = 'prove:telemetry';

runParts(command, [
  {
    results: new Results('rules', 'Objectives alert at the right burn, and not below'),
    prove: (cache, results) => proveRules(cache.path('prometheus', 'promtool'), join(sandboxFolder, 'telemetry', 'rules'), results),
  },
  {
    results: new Results('scraping', 'A real Prometheus scrapes the services, and answers every query'),
    prove: (cache, results) => proveScraping(cache, results, ({ logs }) => say(command, `plane up; logs in ${logs}`)),
  },
]);
