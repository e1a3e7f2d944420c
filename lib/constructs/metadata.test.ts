import { declared, refusal } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { ExternalService } from './external-service';
import { Gateway } from './gateway';
import { Microservice } from './microservice';
import { Server } from './server';
import { VirtualService } from './virtual-service';

const metadata = { name: 'frontend', labels: { team: 'shop' }, annotations: { owner: 'shop@example.com' } };

test('objects of several kinds share a name, since their constructs have ids of their own', () => {
  const objects = declared((chart) => {
    const to = new Microservice(chart, 'frontend', { image: 'frontend:v1', port: 8080 });
    const gateway = new Gateway(chart, 'frontend-gateway', { servers: [Server.http({ hosts: ['a.example.com'] })], metadata });
    new VirtualService(chart, 'routes', { hosts: ['a.example.com'], gateways: [gateway], routes: [{ to }], metadata });
    new DestinationRule(chart, 'policy', { service: to, metadata });
    new ExternalService(chart, 'bank', { host: 'bank.example.com', ports: [{ number: 443, protocol: 'tls' }], metadata });
  });
  for (const kind of ['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry']) {
    expect(objects.find((object) => object.kind === kind)?.metadata).toMatchObject(metadata);
  }
  expect(objects.find(({ kind }) => kind === 'VirtualService')?.spec).toMatchObject({ gateways: ['shop/frontend'] });
});

test('an id that is taken is told with the way to one name for both', () => {
  const error = refusal((chart) => {
    const to = new Microservice(chart, 'frontend', { image: 'frontend:v1', port: 8080 });
    new VirtualService(chart, 'frontend', { hosts: [to], routes: [{ to }] });
  });
  expect(error).toMatchObject({
    errorName: 'IdTaken',
    fact: '`shop` already has a construct `frontend`: a Microservice',
    details: {
      construct: 'shop/frontend',
      fix: "new VirtualService(this, 'frontend-virtual-service', { metadata: { name: 'frontend' } })",
    },
  });
});

test.each([
  ['NameForm', { name: 'Front' }],
  ['LabelKey', { labels: { '/': 'x' } }],
  ['LabelValue', { labels: { team: 'a b' } }],
])('%s', (errorName, wrong) => {
  const error = refusal((chart) => new Gateway(chart, 'edge', { servers: [Server.http({ hosts: ['a.b'] })], metadata: wrong }));
  expect(error).toMatchObject({ errorName, details: { construct: 'shop/edge' } });
});
