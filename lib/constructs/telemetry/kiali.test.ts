import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { Kiali, type KialiProps } from './kiali';

const prometheus = 'http://prometheus.monitoring:9090';

test('a Kiali with everything beside it', () => {
  expect(
    yamlOf((chart) => {
      new Kiali(chart, 'kiali', {
        prometheus,
        grafana: { internalUrl: 'http://grafana:3000', externalUrl: 'https://grafana.example.com' },
        tracing: { provider: 'tempo', internalUrl: 'http://tempo:3200' },
        authentication: 'anonymous',
        editing: true,
      });
    }),
  ).toMatchSnapshot();
});

test('looks, and changes nothing, unless told otherwise', () => {
  const spec = specOf(
    declared((chart) => new Kiali(chart, 'kiali', { prometheus })),
    'Kiali',
  );
  expect(spec).toMatchObject({
    auth: { strategy: 'token' },
    deployment: { view_only_mode: true },
    external_services: { grafana: { enabled: false }, tracing: { enabled: false } },
  });
});

test('finds services and versions by labels that every pod has', () => {
  const objects = declared((chart) => {
    new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
    new Kiali(chart, 'kiali', { prometheus });
  });
  const names = Object.values(specOf(objects, 'Kiali').istio_labels as Record<string, string>);
  const pods = objects.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => (spec as { template: { metadata: object } }).template);
  expect(pods).toHaveLength(2);
  for (const pod of pods) expect(Object.keys((pod.metadata as { labels: object }).labels)).toEqual(expect.arrayContaining(names));
});

test.each([
  ['UrlForm', 'kiali', { prometheus: 'prometheus:9090' }],
  ['UrlForm', 'kiali', { prometheus, grafana: { internalUrl: 'grafana' } }],
  ['NameForm', 'Kiali', { prometheus }],
] as [string, string, KialiProps][])('%s is told with its place', (errorName, id, props) => {
  expect(refusal((chart) => new Kiali(chart, id, props))).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
});
