import type { NamedRules } from './watched';

/** How a test says what an objective sees: a counter of good requests, one of bad ones, and what must not count. */
export interface Traffic {
  /** The `slo` label. */
  readonly slo: string;
  /** The error budget: the share of requests that may be bad. */
  readonly budget: number;
  /** Series that grow by every request, by the good ones, by the bad ones. */
  readonly all?: string;
  readonly good?: string;
  readonly bad?: string;
  /** Series of others, which all fail all the time. */
  readonly others: readonly string[];
}

/** One alert as the Site Reliability Workbook has it. Written out here once more, so that the constructs' table is tested, not repeated. */
interface Burn {
  readonly long: string;
  /** Minutes. */
  readonly minutes: number;
  readonly shortMinutes: number;
  readonly rate: number;
  readonly severity: 'page' | 'ticket';
  /** Minutes between two evaluations in the test. */
  readonly evaluation: number;
}

export const burns: readonly Burn[] = [
  { long: '1h', minutes: 60, shortMinutes: 5, rate: 14.4, severity: 'page', evaluation: 1 },
  { long: '6h', minutes: 360, shortMinutes: 30, rate: 6, severity: 'page', evaluation: 2 },
  { long: '1d', minutes: 1440, shortMinutes: 120, rate: 3, severity: 'ticket', evaluation: 6 },
  { long: '3d', minutes: 4320, shortMinutes: 360, rate: 1, severity: 'ticket', evaluation: 12 },
];

/** Requests a minute. */
const load = 600;
/** Minutes between two scrapes: two of them make a rate over 5 minutes. */
const step = 2;

/** A file for `promtool test rules`. */
export interface PromtoolTests {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly object[];
}

/**
 * For one alert of one objective: health for longer than the long window, then a burn. At twice the rate it fires halfway through the
 * long window, and ends soon after the burn; just below the rate it never fires.
 */
export function burnTests({ name }: NamedRules, ruleFile: string, traffic: Traffic, burn: Burn): PromtoolTests {
  const { minutes, shortMinutes, evaluation } = burn;
  const calm = 1.2 * minutes;
  const ended = calm + 0.7 * minutes;
  const looks = (firing: readonly (readonly [number, boolean])[]) => firing.map(([at, fires]) => look(traffic, burn, { at, fires }));
  return {
    rule_files: [ruleFile],
    evaluation_interval: `${evaluation}m`,
    tests: [
      {
        name: `${name} ${burn.long}: a burn at twice the rate`,
        interval: `${step}m`,
        input_series: series(traffic, [
          [calm, 0],
          [0.7 * minutes, 2 * burn.rate],
          [2 * shortMinutes, 0],
        ]),
        promql_expr_test: looks([
          [calm - evaluation, false],
          [calm + 0.4 * minutes, false],
          [calm + 0.65 * minutes, true],
          [ended + 1.7 * shortMinutes, false],
        ]),
      },
      {
        name: `${name} ${burn.long}: a burn just below the rate`,
        interval: `${step}m`,
        input_series: series(traffic, [
          [calm, 0],
          [1.5 * minutes, 0.95 * burn.rate],
        ]),
        promql_expr_test: looks([
          [calm + 1.2 * minutes, false],
          [calm + 1.5 * minutes - evaluation, false],
        ]),
      },
    ],
  };
}

/** Without a single series of its own, an objective says so after an hour, and raises nothing else. */
export function silenceTests(ruleFile: string, { slo, others }: Traffic): PromtoolTests {
  const missing = (at: number, value: number) =>
    count(`ALERTS{alertname="ObjectiveNotMeasured",slo="${slo}",severity="ticket",alertstate="firing"}`, at, value);
  return {
    rule_files: [ruleFile],
    evaluation_interval: '1m',
    tests: [
      {
        name: `${slo}: nothing is measured`,
        interval: '1m',
        input_series: others.map((one) => ({ series: one, values: `0+${load}x70` })),
        promql_expr_test: [missing(55, 0), missing(65, 1), count(`ALERTS{alertname="ErrorBudgetBurn",slo="${slo}"}`, 65, 0)],
      },
    ],
  };
}

function look({ slo }: Traffic, { long, severity }: Burn, { at, fires }: { at: number; fires: boolean }): object {
  const alert = `ALERTS{alertname="ErrorBudgetBurn",slo="${slo}",namespace="traffic-management",long_window="${long}",severity="${severity}",alertstate="firing"}`;
  return count(alert, at, fires ? 1 : 0);
}

function count(selector: string, at: number, value: number): object {
  return { expr: `count(${selector}) or vector(0)`, eval_time: `${Math.round(at)}m`, exp_samples: [{ labels: '{}', value }] };
}

/** Counters over phases, each of some minutes at some multiple of the rate that the budget lasts 30 days at. */
function series({ budget, all, good, bad, others }: Traffic, phases: readonly (readonly [number, number])[]): object[] {
  const grow = (share: (errors: number) => number) =>
    values(phases.map(([minutes, rate]) => [minutes / step, load * step * share(rate * budget)]));
  return [
    ...(all ? [{ series: all, values: grow(() => 1) }] : []),
    ...(good ? [{ series: good, values: grow((errors) => 1 - errors) }] : []),
    ...(bad ? [{ series: bad, values: grow((errors) => errors) }] : []),
    ...others.map((one) => ({ series: one, values: grow(() => 1) })),
  ];
}

/** promtool's notation: `start+stepxtimes`, one after another without a jump. */
function values(phases: readonly (readonly [number, number])[]): string {
  let value = 0;
  return phases
    .map(([times, increase]) => {
      const from = value + increase;
      value += increase * Math.round(times);
      return `${from}+${increase}x${Math.round(times) - 1}`;
    })
    .join(' ');
}
