import { Construct } from 'constructs';
import {
  PrometheusRule,
  type PrometheusRuleSpecGroupsRules,
  PrometheusRuleSpecGroupsRulesExpr,
} from '../../../imports/monitoring.coreos.com';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { type BurnAlert, burnAlerts, type Window, windows } from './burn-rate';
import { exact, type Objective } from './objective';
import { type Matcher, series } from './promql';
import type { Requests } from './requests';

/** An objective for requests, and the time over which it is counted. */
export interface SloProps {
  /** What is promised for. */
  readonly requests: Requests;
  /** What is promised. */
  readonly objective: Objective;
  /** Labels of the object, by which a Prometheus selects its rules, such as `release`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where somebody who is woken reads what to do. @default - none */
  readonly runbook?: string;
}

/**
 * A service level objective over 30 days: error ratios recorded over several windows, and alerts on how fast the error
 * budget burns. An alert whose rate could not be reached if every request were bad, as for an objective of 90 %, is left out.
 *
 * Recorded, each with labels `namespace` and `slo`: `slo:requests:rate5m`, `slo:errors:rate5m` (requests a second),
 * `slo:error_ratio:rate5m` and so on for each window, `slo:objective:ratio`, `slo:error_budget:remaining` (1 is untouched,
 * below 0 is overdrawn). Source: Prometheus Operator `PrometheusRule`.
 */
export class Slo extends Construct {
  /** What is promised. */
  readonly objective: Objective;
  /** The requests it is promised for. */
  readonly requests: Requests;
  private readonly matchers: readonly Matcher[];

  /**
   * @param id also the name of the object, and the label `slo`
   * @throws ConstructError `NameForm`, `LatencyBucket`
   */
  constructor(scope: Construct, id: string, props: SloProps) {
    super(scope, ownId(scope, id, 'Slo'));
    const { requests, objective, labels, runbook } = onlyKnown('SloProps', props, this);
    this.objective = objective;
    this.requests = requests;
    this.matchers = [
      ['namespace', '=', requests.namespace],
      ['slo', '=', id],
    ];
    within(this, () => {
      dnsLabel(id, 'the name of an objective');
      new PrometheusRule(this, 'Default', {
        metadata: { name: id, labels },
        // Rules of one group run in order, so an alert sees what has just been recorded.
        spec: { groups: [{ name: `slo.${id}`, interval: '30s', rules: [...this.records(), ...this.alerts(runbook)] }] },
      });
    });
  }

  /** The recorded error ratio over a window. @internal */
  errorRatio(window: Window): string {
    return this.recorded(`slo:error_ratio:rate${window}`);
  }

  /** One of the series this records. @internal */
  recorded(record: string): string {
    return series(record, this.matchers);
  }

  private records(): PrometheusRuleSpecGroupsRules[] {
    const { objective, requests } = this;
    const rules: Record<string, string> = {
      'slo:objective:ratio': `vector(${objective.ratio})`,
      'slo:requests:rate5m': objective.requests(requests, '5m'),
      'slo:errors:rate5m': objective.errors(requests, '5m'),
      'slo:error_ratio:rate5m': `${this.recorded('slo:errors:rate5m')} / ${this.recorded('slo:requests:rate5m')}`,
    };
    // Sums of what is recorded weigh every request the same, and cost as much for 30 days as for one hour of raw counters.
    for (const window of windows.filter((one) => one !== '5m')) {
      const sum = (record: string) => `sum_over_time(${this.recorded(record)}[${window}])`;
      rules[`slo:error_ratio:rate${window}`] = `${sum('slo:errors:rate5m')} / ${sum('slo:requests:rate5m')}`;
    }
    rules['slo:error_budget:remaining'] = `1 - ${this.errorRatio('30d')} / ${objective.budget}`;
    const labels = { namespace: requests.namespace, slo: this.node.id };
    return Object.entries(rules).map(([record, expr]) => ({ record, expr: PrometheusRuleSpecGroupsRulesExpr.fromString(expr), labels }));
  }

  private alerts(runbook: string | undefined): PrometheusRuleSpecGroupsRules[] {
    const reachable = burnAlerts.filter(({ rate }) => rate * this.objective.budget < 1);
    return [...reachable.map((alert) => this.burnAlert(alert, runbook)), this.notMeasured(runbook)];
  }

  private burnAlert({ long, short, rate, severity, spent }: BurnAlert, runbook: string | undefined): PrometheusRuleSpecGroupsRules {
    const bound = exact(rate * this.objective.budget);
    return {
      alert: 'ErrorBudgetBurn',
      expr: PrometheusRuleSpecGroupsRulesExpr.fromString(`${this.errorRatio(long)} > ${bound} and ${this.errorRatio(short)} > ${bound}`),
      labels: { severity, long_window: long },
      annotations: {
        summary: `${this.requests.title}: the error budget burns at ${rate} times the rate that it lasts 30 days at`,
        description: `{{ $value | humanizePercentage }} of requests broke the promise over ${long}, and the last ${short} are no better. Promised: ${this.objective.title}. At this rate, ${spent} of the budget of 30 days goes in ${long}.`,
        ...(runbook === undefined ? {} : { runbook_url: runbook }),
      },
    };
  }

  /** A promise that nobody measures is always kept. */
  private notMeasured(runbook: string | undefined): PrometheusRuleSpecGroupsRules {
    return {
      alert: 'ObjectiveNotMeasured',
      expr: PrometheusRuleSpecGroupsRulesExpr.fromString(`absent(${this.recorded('slo:requests:rate5m')})`),
      for: '1h',
      labels: { severity: 'ticket' },
      annotations: {
        summary: `${this.requests.title}: nothing counts its requests`,
        description: `No metric matches ${this.requests.all()}: either nothing exports or scrapes it, or no request came since it started. Promised: ${this.objective.title}.`,
        ...(runbook === undefined ? {} : { runbook_url: runbook }),
      },
    };
  }
}
