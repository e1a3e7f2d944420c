import type { KubernetesObject } from '../istio/objects';
import { Mesh } from '../mesh/mesh';
import { GatewayRouter } from './gateway/gateway-router';
import { request } from './request/request';

/** Objects of a mesh of many hosts, and the names of those whose rules anybody read. */
function manyHosts(count: number) {
  const read = new Set<string>();
  const noting = (name: string, key: string, value: unknown) =>
    Object.defineProperty({}, key, { enumerable: true, get: () => read.add(name) && value });
  const gateway = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }] },
  };
  const each = Array.from({ length: count }, (_, index): KubernetesObject[] => {
    const name = `service-${index}`;
    const metadata = { name, namespace: 'shop' };
    const spec = { hosts: [`host-${index}.com`], gateways: ['istio-system/g'] };
    const host = `${name}.shop.svc.cluster.local`;
    return [
      { apiVersion: 'v1', kind: 'Service', metadata, spec: noting(name, 'ports', [{ name: 'http', port: 80 }]) },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata,
        spec: { ...spec, http: [{ route: [{ destination: noting(name, 'host', host) }] }] },
      },
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: { host, trafficPolicy: noting(name, 'tls', { mode: 'DISABLE' }) },
      },
    ];
  });
  return { objects: [gateway, ...each.flat()], read };
}

function ask(objects: readonly KubernetesObject[], host: string) {
  const mesh = Mesh.of(objects);
  return new GatewayRouter(mesh, mesh.gatewayPods.first).route(request(`http://${host}/`));
}

test('an answer reads the objects of the host that is asked for, and of no other', () => {
  const { objects, read } = manyHosts(50);
  expect(ask(objects, 'host-7.com').destinations.map(({ cluster }) => cluster.host)).toEqual(['service-7.shop.svc.cluster.local']);
  expect([...read]).toEqual(['service-7']);
});

test('a host that nobody asks for still has Envoy reject the routes of all', () => {
  const { objects } = manyHosts(3);
  const [first] = objects.filter(({ kind }) => kind === 'VirtualService');
  const http = [
    { match: [{ uri: { prefix: '/a' }, queryParams: { q: { prefix: '' } } }], route: [{ destination: { host: 'service-0' } }] },
  ];
  const broken = objects.map((object) => (object === first ? { ...object, spec: { ...(object.spec as object), http } } : object));
  const mesh = Mesh.of(broken, { admission: 'ignored' });
  const { status, reason } = new GatewayRouter(mesh, mesh.gatewayPods.first).route(request('http://host-2.com/'));
  expect([status, reason]).toEqual(['error', 'Envoy rejects the configuration: the prefix is empty']);
});

test('what the cluster rejects is left out, and what is less specific answers instead', () => {
  const { objects } = manyHosts(1);
  const [gateway, service, virtualService] = objects;
  const wild = { ...virtualService, metadata: { name: 'wild', namespace: 'shop' } };
  const all = [
    gateway,
    service,
    { ...virtualService, spec: { hosts: ['host-0.com'], gateways: ['istio-system/g'], http: [{ timeout: 'soon' }] } },
    { ...wild, spec: { hosts: ['*.com'], gateways: ['istio-system/g'], http: [{ directResponse: { status: 299 } }] } },
  ] as KubernetesObject[];
  expect(ask(all, 'host-0.com').status).toBe(299);
  expect(ask(all.slice(0, 3), 'host-0.com').reason).toBe('no route of `*` takes the request');
});
