/** What is handed to Flagger and to Argo Rollouts: and what is refused where it could only fail later. */
import type { Chart } from 'cdk8s';
import { refusal, yamlOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { Microservice } from '../microservice';
import { Path } from '../path';
import { Objective } from '../telemetry/objective';
import { VirtualService } from '../virtual-service';
import { FlaggerCanary, type FlaggerCanaryProps } from './flagger-canary';
import { Rollout } from './rollout';
import { StickyCookie } from './sticky-cookie';

const users = (chart: Chart) => new Microservice(chart, 'user', { image: 'example.com/user:1', port: 8000 });
const versioned = (chart: Chart) => new Microservice(chart, 'user', { image: 'example.com/user', port: 8000, versions: { v1: {} } });

function flagger(chart: Chart, props: Partial<FlaggerCanaryProps> = {}): void {
  new FlaggerCanary(chart, 'release', {
    service: props.service ?? users(chart),
    steps: [10, 50],
    interval: Duration.seconds(30),
    objectives: [Objective.availability(99)],
    prometheus: 'http://prometheus:9090',
    ...props,
  });
}

function rollout(chart: Chart, named?: string[], path?: Path): void {
  const service = users(chart);
  const routes = [{ name: 'user', path, rewrite: path && '/v1', to: Rollout.destination(service) }];
  const of = new VirtualService(chart, 'site', { hosts: ['a.com'], routes });
  new Rollout(chart, 'release', { service, routes: [{ of, named }], steps: [10, 100] });
}

const whole: [string, (chart: Chart) => void][] = [
  [
    'Flagger',
    (chart) => flagger(chart, { hosts: ['a.com'], gateways: ['mesh'], sticky: StickyCookie.named('v', { maxAge: Duration.hours(1) }) }),
  ],
  ['Argo Rollouts', (chart) => rollout(chart, ['user'])],
];

test.each(whole)('what %s is given', (_, declare) => {
  const kinds = /Canary|MetricTemplate|Rollout|DestinationRule|VirtualService/;
  const own = yamlOf(declare).split('---\n');
  expect(own.filter((text) => kinds.test(/^kind: (.*)$/m.exec(text)?.[1] ?? '')).join('---\n')).toMatchSnapshot();
});

test.each<[string, (chart: Chart) => void]>([
  ['VersionsReleased', (chart) => flagger(chart, { service: versioned(chart) as unknown as Microservice })],
  ['NoObjectives', (chart) => flagger(chart, { objectives: [] })],
  ['IntervalRange', (chart) => flagger(chart, { interval: Duration.seconds(5) })],
  ['StepsNotRising', (chart) => flagger(chart, { steps: [50, 50] })],
  ['LatencyBucket', (chart) => flagger(chart, { objectives: [Objective.latency(99, { within: Duration.millis(251) })] })],
  ['VersionsReleased', (chart) => Rollout.destination(versioned(chart) as unknown as Microservice)],
  ['NoRoutes', (chart) => new Rollout(chart, 'release', { service: users(chart), routes: [], steps: [1] })],
  ['UnknownRoute', (chart) => rollout(chart, ['usr'])],
  ['RouteWrittenTwice', (chart) => rollout(chart, ['user'], Path.under('/user'))],
])('%s', (errorName, declare) => {
  expect(refusal(declare).errorName).toBe(errorName);
});
