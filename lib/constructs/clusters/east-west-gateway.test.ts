import { declared, refusal, specOf } from '../declared.test.helper';
import { EastWestGateway } from './east-west-gateway';

test('the door of a cluster, which istiod finds by its network', () => {
  const objects = declared((chart) => new EastWestGateway(chart, 'eastwest', { network: 'eu' }));
  expect(specOf(objects, 'Gateway')).toEqual({
    selector: { istio: 'eastwest' },
    servers: [{ hosts: ['*.local'], port: { number: 15443, name: 'tls', protocol: 'TLS' }, tls: { mode: 'AUTO_PASSTHROUGH' } }],
  });
  const service = objects.find(({ kind }) => kind === 'Service');
  expect(service?.metadata.labels).toMatchObject({ 'topology.istio.io/network': 'eu' });
  expect(service?.spec).toMatchObject({ ports: [{ port: 15021 }, { port: 15443 }] });
  expect(specOf(objects, 'Deployment')).toMatchObject({
    template: {
      metadata: { labels: { 'topology.istio.io/network': 'eu', istio: 'eastwest' } },
      spec: { containers: [{ env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'eu' }] }] },
    },
  });
});

test.each<[string, object]>([
  ['EastWestHost', { hosts: ['shop.example.com'] }],
  ['NameForm', { network: 'EU west' }],
])('%s', (errorName, props) => {
  expect(refusal((chart) => new EastWestGateway(chart, 'eastwest', { network: 'eu', ...props }))).toMatchObject({ errorName });
});
