import { burnAlerts } from './burn-rate';
import { orZero, rate } from './promql';
import type { Requests } from './requests';
import type { Slo } from './slo';

/** A row of a dashboard. @internal */
export interface DashboardRow {
  readonly title: string;
  readonly panels: readonly DashboardPanel[];
}

/** One panel: what it shows, in which of Grafana's units, by which queries. @internal */
export interface DashboardPanel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat';
  readonly unit: 'reqps' | 'percentunit' | 's' | 'ms' | 'none';
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
  /** Below this a value is shown in red. @default - no colour tells good from bad */
  readonly redBelow?: number;
}

/** Grafana's own choice: long enough for at least one scrape, whatever the range shown. */
const window = '$__rate_interval';

/**
 * Rate, errors and duration of requests: of all, then by version, so that a canary stands beside what it replaces, then by route.
 *
 * @internal
 */
export function requestRows(requests: Requests): DashboardRow[] {
  const { version, route } = requests.metrics;
  return [
    { title: requests.title, panels: [byStatus(requests), errors(requests, []), quantiles(requests)] },
    {
      title: `${requests.title}: by version`,
      panels: [rates(requests, [version]), shares(requests, version), errors(requests, [version]), slowest(requests, [version])],
    },
    {
      title: `${requests.title}: by route`,
      panels: [rates(requests, route), errors(requests, route), slowest(requests, route)],
    },
  ];
}

/** What is left of an error budget, and how fast it burns. @internal */
export function sloRow(slo: Slo): DashboardRow {
  const { objective, requests } = slo;
  const windows = [...new Set(burnAlerts.flatMap(({ short, long }) => [short, long]))];
  return {
    title: `${requests.title}: ${objective.title}`,
    panels: [
      {
        title: 'error budget left of 30 days',
        kind: 'stat',
        unit: 'percentunit',
        queries: [{ expr: slo.recorded('slo:error_budget:remaining'), legend: 'left' }],
        redBelow: 0,
      },
      {
        title: 'burn rate (1 uses up the budget in 30 days)',
        kind: 'timeseries',
        unit: 'none',
        queries: windows.map((one) => ({ expr: `${slo.errorRatio(one)} / ${objective.budget}`, legend: one })),
      },
      {
        title: 'requests and errors that count',
        kind: 'timeseries',
        unit: 'reqps',
        queries: [
          { expr: slo.recorded('slo:requests:rate5m'), legend: 'requests' },
          { expr: slo.recorded('slo:errors:rate5m'), legend: 'errors' },
        ],
      },
    ],
  };
}

function byStatus(requests: Requests): DashboardPanel {
  const { status } = requests.metrics;
  return graph('requests by status', 'reqps', [[rate(requests.all(), window, [status]), `{{${status}}}`]]);
}

function rates(requests: Requests, by: readonly string[]): DashboardPanel {
  return graph('requests', 'reqps', [[rate(requests.all(), window, by), legend(by)]]);
}

/** What a split by weights comes to. */
function shares(requests: Requests, by: string): DashboardPanel {
  const expr = `${rate(requests.all(), window, [by])} / ignoring(${by}) group_left ${rate(requests.all(), window)}`;
  return graph('share of requests', 'percentunit', [[expr, legend([by])]]);
}

function errors(requests: Requests, by: readonly string[]): DashboardPanel {
  const all = rate(requests.all(), window, by);
  return graph('errors', 'percentunit', [[`${orZero(rate(requests.failed(), window, by), all)} / ${all}`, legend(by)]]);
}

function quantiles(requests: Requests): DashboardPanel {
  return graph(
    'duration',
    unit(requests),
    [0.5, 0.9, 0.99].map((quantile) => [durationQuantile(quantile, requests, []), `p${quantile * 100}`]),
  );
}

function slowest(requests: Requests, by: readonly string[]): DashboardPanel {
  return graph('duration p99', unit(requests), [[durationQuantile(0.99, requests, by), legend(by)]]);
}

function durationQuantile(quantile: number, requests: Requests, by: readonly string[]): string {
  return `histogram_quantile(${quantile}, ${rate(requests.durations(), window, [...by, 'le'])})`;
}

function unit(requests: Requests): 's' | 'ms' {
  return requests.metrics.unit === 'seconds' ? 's' : 'ms';
}

function legend(by: readonly string[]): string {
  return by.length === 0 ? 'errors' : by.map((label) => `{{${label}}}`).join(' ');
}

function graph(title: string, unit: DashboardPanel['unit'], queries: readonly (readonly [string, string])[]): DashboardPanel {
  return { title, unit, kind: 'timeseries', queries: queries.map(([expr, legend]) => ({ expr, legend })) };
}
