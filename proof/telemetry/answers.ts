import type { Results } from '../report/results';
import { until } from '../until';
import type { Prometheus } from './prometheus';
import { QueryCheck } from './queries';
import { dashboardQueries, type Query, ruleQueries, telemetryObjects } from './watched';

/** Grafana's own choice for a scrape every 30 s, the longest of the example. */
const rateInterval = '2m';
/** Seconds until everything has been scraped twice and every rule has seen that. */
const patience = 300;

/** Every query of every dashboard and rule, executed: none errs, none names what nothing exports, and each answers. */
export async function proveAnswers(prometheus: Prometheus, results: Results): Promise<void> {
  const panels = dashboardQueries(telemetryObjects(), rateInterval);
  const rules = ruleQueries(telemetryObjects());
  const records = rules.filter(({ place }) => /, slo:/.test(place));
  const alerts = rules.filter((rule) => !records.includes(rule));
  // What is still missing when patience ends is told query by query.
  await until('every answer is there', () => allAnswer(prometheus, [...records, ...panels]), { within: patience, every: 2 }).catch(
    () => undefined,
  );

  results.skip(
    "Istio's standard metrics from real proxies",
    'only its own build of Envoy counts them: here they are replayed, written by hand',
  );
  const check = await QueryCheck.of(prometheus);
  await check.prove('every query of every dashboard answers with numbers', panels, results);
  await check.prove('every recording rule answers with numbers', records, results);
  await check.prove('every alert can be evaluated, and reads only what is there', alerts, results, { mayBeEmpty: true });
  for (const label of versionLabels) {
    const compared = panels.filter((panel) => compares(panel, label));
    const problems = compared.length > 0 ? await missingVersions(prometheus, compared) : ['no panel compares versions'];
    results.add(`v1 and v2 stand side by side, by ${label}`, problems.join('\n') || undefined, `${compared.length} panels`);
  }
  await proveTheCheck(check, results);
}

async function allAnswer(prometheus: Prometheus, queries: readonly Query[]): Promise<boolean> {
  const check = await QueryCheck.of(prometheus);
  for (const { expr } of queries) if (await check.problemOf(expr, false)) return false;
  const compared = queries.filter((query) => versionLabels.some((label) => compares(query, label)));
  return (await missingVersions(prometheus, compared)).length === 0;
}

/** The program's own, and the proxies'. */
const versionLabels = ['version', 'destination_version'];

/** Whether a query sets the versions of the article's canary side by side. */
function compares({ expr }: Query, label: string): boolean {
  return expr.includes(`sum by (${label}`) && /"user(-service)?"/.test(expr);
}

async function missingVersions(prometheus: Prometheus, queries: readonly Query[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { place, expr } of queries) {
    const versions = (await prometheus.query(expr)).map(({ metric }) => metric.version ?? metric.destination_version ?? '');
    if (!['v1', 'v2'].every((version) => versions.includes(version))) problems.push(`${place}: ${versions.join(', ')}\n  ${expr}`);
  }
  return problems;
}

/** The check must not pass whatever it is asked. */
async function proveTheCheck(check: QueryCheck, results: Results): Promise<void> {
  for (const [expr, expected] of [
    ['sum(rate(istio_request_total[1m]))', 'nothing exports `istio_request_total`'],
    ['sum by (path) (rate(http_requests_total[1m]))', 'no series of `http_requests_total` has a label `path`'],
    ['http_requests_total{app="nobody"}', 'the answer is empty'],
  ] as const) {
    const said = await check.problemOf(expr, false);
    results.add(`the check notices ${expr}`, said === expected ? undefined : `it said ${said}`);
  }
}
