import { Chart } from 'cdk8s';
import { MeshApp } from '../../app';
import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { Percent } from '../percent';
import { Telemetry, type TelemetryProps } from './telemetry';

const specFor = (props: TelemetryProps) =>
  specOf(
    declared((chart) => new Telemetry(chart, 'proxies', props)),
    'Telemetry',
  );

test('a telemetry that says something of everything', () => {
  expect(
    yamlOf((chart) => {
      new Telemetry(chart, 'proxies', {
        of: { labels: { app: 'user' } },
        accessLog: { filter: 'response.code >= 400', providers: ['envoy', 'otel'] },
        tracing: { sampling: Percent.of(0.5), provider: 'zipkin', tags: { site: 'retail' }, headerTags: { customer: 'x-customer' } },
        metrics: { routeTags: true, tags: { request_method: 'request.method' }, without: ['source_principal'] },
      });
    }),
  ).toMatchSnapshot();
});

test('logs and traces can be switched off', () => {
  expect(specFor({ accessLog: 'off', tracing: 'off' })).toEqual({
    accessLogging: [{ disabled: true }],
    tracing: [{ disableSpanReporting: true }],
  });
});

test('what is not said is left to the mesh', () => {
  expect(specFor({ accessLog: {} })).toEqual({ accessLogging: [{ providers: [{ name: 'envoy' }] }] });
  expect(specFor({ tracing: {} })).toEqual({ tracing: [{}] });
  expect(specFor({ metrics: {} })).toEqual({ metrics: [{ providers: [{ name: 'prometheus' }] }] });
});

test('a microservice is a set of proxies', () => {
  const objects = declared((chart) => {
    const of = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
    new Telemetry(chart, 'user-log', { of, accessLog: {} });
  });
  expect(specOf(objects, 'Telemetry').selector).toEqual({ matchLabels: { app: 'user' } });
});

test.each([
  ['EmptyTelemetry', 'proxies', {}],
  ['TagForm', 'proxies', { metrics: { tags: { 'request-method': 'request.method' } } }],
  ['TagForm', 'proxies', { metrics: { without: ['1st'] } }],
  ['CelForm', 'proxies', { accessLog: { filter: 'response.code >=' } }],
  ['CelForm', 'proxies', { metrics: { tags: { request_method: '' } } }],
  ['NameForm', 'Proxies', { accessLog: {} }],
] as [string, string, TelemetryProps][])('%s is told with its place', (errorName, id, props) => {
  expect(refusal((chart) => new Telemetry(chart, id, props))).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});

test.each([-1, 100.5, Number.NaN])('a sampling of %p is refused', (sampling) => {
  expect(() => Percent.of(sampling)).toThrow(expect.objectContaining({ errorName: 'PercentRange' }));
});

test('of two for the same proxies, one would be ignored', () => {
  const error = refusal((chart) => {
    new Telemetry(chart, 'logs', { accessLog: {} });
    new Telemetry(chart, 'traces', { tracing: 'off' });
  });
  expect(error.message).toMatch('[shop/traces] TelemetryTwice: `logs` and `traces` are for the same proxies');
});

test('two for different proxies, or in different namespaces, live side by side', () => {
  const app = new MeshApp({ outdir: 'never-written' });
  for (const namespace of ['shop', 'bank']) {
    const chart = new Chart(app, namespace, { namespace });
    new Telemetry(chart, 'all', { accessLog: {} });
    new Telemetry(chart, 'user', { of: { labels: { app: 'user' } }, accessLog: 'off' });
  }
  expect(app.manifests()).toHaveLength(4);
});
