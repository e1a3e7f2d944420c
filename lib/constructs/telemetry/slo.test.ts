import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { Microservice } from '../microservice';
import { Objective } from './objective';
import { Requests } from './requests';
import { Slo, type SloProps } from './slo';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function rules(objective: Objective, more: Partial<SloProps> = {}, count: typeof Requests.to = Requests.to): Rule[] {
  const objects = declared((chart) => {
    const requests = count(new Microservice(chart, 'user', { image: 'user:v1', port: 8000 }));
    new Slo(chart, 'user-slo', { requests, objective, ...more });
  });
  const { groups } = specOf(objects, 'PrometheusRule') as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
}

const burns = (all: readonly Rule[]) => all.filter(({ alert }) => alert === 'ErrorBudgetBurn');

test('an objective as Prometheus gets it', () => {
  expect(
    yamlOf((chart) => {
      const requests = Requests.to(new Microservice(chart, 'user', { image: 'user:v1', port: 8000 }));
      new Slo(chart, 'user-availability', {
        requests,
        objective: Objective.availability(99.9),
        labels: { release: 'stack' },
        runbook: 'https://runbooks.example.com/user',
      });
    }),
  ).toMatch(/kind: PrometheusRule[\s\S]*/);
  expect(rules(Objective.availability(99.9), { runbook: 'https://runbooks.example.com/user' })).toMatchSnapshot();
});

test('the bounds are the burn rates times the budget', () => {
  const bounds = burns(rules(Objective.availability(99))).map(({ expr }) =>
    [...expr.matchAll(/> ([\d.]+)/g)].map(([, bound]) => Number(bound)),
  );
  expect(bounds).toEqual([
    [0.144, 0.144],
    [0.06, 0.06],
    [0.03, 0.03],
    [0.01, 0.01],
  ]);
});

test.each([
  [94, ['1h', '6h', '1d', '3d']],
  [90, ['6h', '1d', '3d']],
  [80, ['1d', '3d']],
  [50, ['3d']],
])('an objective of %d %% has no alert that no share of errors could raise', (percent, windows) => {
  expect(burns(rules(Objective.availability(percent))).map(({ labels }) => labels.long_window)).toEqual(windows);
});

test('every series that a rule reads was recorded before it', () => {
  const recorded = new Set<string>();
  for (const { record, expr } of rules(Objective.availability(99.9))) {
    for (const [read] of expr.matchAll(/slo:\w+:\w+/g)) expect(recorded).toContain(read);
    if (record) recorded.add(record);
  }
  expect(recorded.size).toBe(12);
});

test('a latency is counted by the bucket that ends at it, among the requests that did not fail', () => {
  const [, , errors] = rules(Objective.latency(99, { within: Duration.seconds(1) }));
  expect(errors?.expr).toMatch(/_count\{[^}]*response_code!~"5.."\}.* - .*_bucket\{[^}]*response_code!~"5..",le=~"1000\|1000.0"\}/);
  const [, , own] = rules(Objective.latency(99, { within: Duration.millis(250) }), {}, Requests.servedBy);
  expect(own?.expr).toMatch('le="0.25"');
});

test('a latency between two buckets is refused, with the nearer one', () => {
  const error = refusal((chart) => {
    const requests = Requests.to(new Microservice(chart, 'user', { image: 'user:v1', port: 8000 }));
    new Slo(chart, 'user-slo', { requests, objective: Objective.latency(99, { within: Duration.millis(300) }) });
  });
  expect(error).toMatchObject({
    errorName: 'LatencyBucket',
    fact: '`istio_request_duration_milliseconds` has no bucket that ends at `300ms`',
    details: { construct: 'shop/user-slo', fix: 'Duration.millis(250)' },
  });
});

test('a name that Kubernetes would refuse is refused', () => {
  const error = refusal((chart) => {
    const requests = Requests.to(new Microservice(chart, 'user', { image: 'user:v1', port: 8000 }));
    new Slo(chart, 'User SLO', { requests, objective: Objective.availability(99) });
  });
  expect(error).toMatchObject({ errorName: 'NameForm', details: { construct: 'shop/User SLO', fix: 'user-slo' } });
});
