import type { Chart } from 'cdk8s';
import { declared, refusal, specOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { ExternalService } from './external-service';
import { Gateway } from './gateway';
import { lastWord } from './last-word';
import { Microservice } from './microservice';
import { Server } from './server';
import { Telemetry } from './telemetry/telemetry';
import { VirtualMachine } from './virtual-machine';
import { VirtualService, type VirtualServiceProps } from './virtual-service';

const host = 'a.example.com';

test.each<[string, (chart: Chart) => void, object]>([
  [
    'DestinationRule',
    (chart) => {
      const service = { host: 'user.shop.svc.cluster.local', versionNames: ['v1', 'v2'] };
      const subsets = [{ name: 'v2', trafficPolicy: { tls: { mode: 'DISABLE' as const } } }];
      const spec = { exportTo: ['.'], trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' as const } }, subsets };
      new DestinationRule(chart, 'user', { service, spec });
    },
    {
      exportTo: ['.'],
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
      subsets: [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
      ],
    },
  ],
  [
    'Gateway',
    (chart) =>
      new Gateway(chart, 'edge', {
        servers: [Server.https({ hosts: [host], credential: 'tls' })],
        spec: { servers: [{ tls: { cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } }] },
      }),
    { servers: [{ tls: { mode: 'SIMPLE', cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'] } }] },
  ],
  [
    'ServiceEntry',
    (chart) =>
      new ExternalService(chart, 'bank', {
        host,
        ports: [{ number: 443, protocol: 'tls' }],
        spec: { subjectAltNames: [host], exportTo: ['.'] },
      }),
    { hosts: [host], subjectAltNames: [host], exportTo: ['.'] },
  ],
  [
    'WorkloadEntry',
    (chart) => {
      const service = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
      new VirtualMachine(chart, 'machine', { service, address: '10.0.0.1', spec: { network: 'vm', weight: 5 } });
    },
    { address: '10.0.0.1', network: 'vm', weight: 5 },
  ],
  [
    'Telemetry',
    (chart) => new Telemetry(chart, 'mesh', { accessLog: {}, spec: { accessLogging: [{ match: { mode: 'SERVER' } }] } }),
    { accessLogging: [{ providers: [{ name: 'envoy' }], match: { mode: 'SERVER' } }] },
  ],
])('%s: any other field is said by `spec`', (kind, declare, spec) => {
  expect(specOf(declared(declare), kind)).toMatchObject(spec);
});

describe('routes', () => {
  const routes = (props: Partial<VirtualServiceProps>) => (chart: Chart) => {
    const to = new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
    new VirtualService(chart, 'site', { hosts: [host], routes: [{ name: 'all', to }], ...props });
  };

  test('are found by their names, and others are added', () => {
    const spec = {
      exportTo: ['.'],
      http: [
        { name: 'all', retries: { attempts: 3, backoff: '1s' } },
        { name: 'team', delegate: { name: 'team' } },
      ],
    };
    expect(specOf(declared(routes({ spec })), 'VirtualService')).toMatchObject({
      exportTo: ['.'],
      http: [
        { name: 'all', retries: { attempts: 3, backoff: '1s' }, route: [{ destination: { port: { number: 8000 } } }] },
        { name: 'team', delegate: { name: 'team' } },
      ],
    });
  });

  test.each<[string, Partial<VirtualServiceProps>, string]>([
    ['SpecConflict', { spec: { hosts: ['b.example.com'] } }, 'spec.hosts[0]'],
    [
      'SpecConflict',
      { spec: { http: [{ name: 'all', route: [{ destination: { host: 'other' } }] }] } },
      'spec.http[all].route[0].destination.host',
    ],
    ['SpecList', { spec: { hosts: [host, 'b.example.com'] } }, 'spec.hosts'],
  ])('%s', (errorName, props, path) => {
    const error = refusal(routes(props));
    expect(error).toMatchObject({ errorName, details: { construct: 'shop/site' } });
    expect(error.fact).toMatch(`\`${path}\``);
  });
});

test('what both say alike is said once', () => {
  expect(lastWord({ a: 1, b: { c: ['x'] } }, { a: 1, b: { c: ['x'] } })).toEqual({ a: 1, b: { c: ['x'] } });
  expect(lastWord({ a: 1 }, undefined)).toEqual({ a: 1 });
});
