import { declared, refusal, specOf, yamlOf } from '../declared.test.helper';
import { Duration } from '../duration';
import { Microservice } from '../microservice';
import { PodMonitor } from './pod-monitor';
import { ServiceMonitor } from './service-monitor';

const props = { image: 'user:v1', port: 8000, serviceName: 'user-service', replicas: 1 };

test('a microservice is scraped by the port of its Service', () => {
  const objects = declared((chart) => new ServiceMonitor(chart, 'user-monitor', { of: new Microservice(chart, 'user', props) }));
  const service = specOf(objects, 'Service') as { selector: object; ports: { name: string }[] };
  expect(specOf(objects, 'ServiceMonitor')).toEqual({
    selector: { matchLabels: service.selector },
    namespaceSelector: { matchNames: ['shop'] },
    podTargetLabels: ['app', 'version'],
    endpoints: [{ port: service.ports[0]?.name, path: '/metrics', interval: '30s' }],
  });
});

test('under strict mutual TLS, with a certificate of the mesh', () => {
  const objects = declared((chart) => {
    const of = new Microservice(chart, 'user', props);
    new ServiceMonitor(chart, 'user-monitor', { of, certificates: '/etc/prom-certs/', path: '/stats', interval: Duration.seconds(5) });
  });
  expect(specOf(objects, 'ServiceMonitor').endpoints).toEqual([
    {
      port: 'http-user-service',
      path: '/stats',
      interval: '5s',
      scheme: 'https',
      tlsConfig: {
        caFile: '/etc/prom-certs/root-cert.pem',
        certFile: '/etc/prom-certs/cert-chain.pem',
        keyFile: '/etc/prom-certs/key.pem',
        insecureSkipVerify: true,
      },
    },
  ]);
});

test('pods are scraped by the port of their container', () => {
  const objects = declared((chart) => new PodMonitor(chart, 'user-pods', { of: new Microservice(chart, 'user', props) }));
  const { template } = specOf(objects, 'Deployment') as { template: { spec: { containers: { ports: { name: string }[] }[] } } };
  expect(specOf(objects, 'PodMonitor')).toMatchObject({
    selector: { matchLabels: { app: 'user' } },
    podTargetLabels: ['app', 'version'],
    podMetricsEndpoints: [{ port: template.spec.containers[0]?.ports[0]?.name, path: '/metrics' }],
  });
});

test('the proxies of the whole mesh, or of some namespaces', () => {
  expect(
    yamlOf((chart) => {
      new PodMonitor(chart, 'proxies', { of: 'proxies', labels: { release: 'stack' } });
      new PodMonitor(chart, 'some-proxies', { of: 'proxies', namespaces: ['shop'], interval: Duration.seconds(15) });
    }),
  ).toMatchSnapshot();
});

test.each(['tcp', 'grpc', 'http2'] as const)('what speaks %s answers no scrape', (protocol) => {
  for (const Monitor of [ServiceMonitor, PodMonitor]) {
    const error = refusal((chart) => new Monitor(chart, 'monitor', { of: new Microservice(chart, 'user', { ...props, protocol }) }));
    expect(error).toMatchObject({ errorName: 'NotScraped', details: { construct: 'shop/monitor' } });
  }
});

test.each([
  ['PathForm', 'monitor', { path: 'metrics' }],
  ['NameForm', 'Monitor', {}],
])('%s is told with its place', (errorName, id, options) => {
  for (const Monitor of [ServiceMonitor, PodMonitor]) {
    const error = refusal((chart) => new Monitor(chart, id, { of: new Microservice(chart, 'user', props), ...options }));
    expect(error).toMatchObject({ errorName, details: { construct: `shop/${id}` } });
  }
});
