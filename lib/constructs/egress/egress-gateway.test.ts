import { Chart } from 'cdk8s';
import { MeshApp } from '../../app';
import { ClientTls } from '../client-tls';
import { refusal } from '../declared.test.helper';
import { Microservice } from '../microservice';
import { ZeroTrust } from '../security/zero-trust';
import { EgressGateway, type EgressGatewayProps, type EgressRouteProps } from './egress-gateway';

const bank = { host: 'api.bank.example' };
const rates = { host: 'rates.example', tls: 'by-gateway' } as const;

function system(props?: EgressGatewayProps): MeshApp {
  const app = new MeshApp({ outdir: 'never-written' });
  const egress = new EgressGateway(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', props);
  const orders = new Microservice(new Chart(app, 'shop', { namespace: 'shop' }), 'orders', { image: 'orders:v1', port: 8080 });
  orders.calls(egress.reaches('bank', bank));
  orders.calls(egress.reaches('rates', rates));
  return app;
}

const kinds = (app: MeshApp) =>
  app
    .manifests()
    .map(({ object }) => object)
    .filter(({ apiVersion }) => apiVersion?.startsWith('networking.istio.io'))
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);

test('one declared call makes all four objects', () => {
  expect(kinds(system())).toEqual([
    'ServiceEntry egress/bank',
    'Gateway egress/bank-egress',
    'VirtualService egress/bank-through-egress',
    'ServiceEntry egress/rates',
    'Gateway egress/rates-egress',
    'VirtualService egress/rates-through-egress',
    'DestinationRule egress/rates-tls',
    'DestinationRule egress/egress',
  ]);
});

test('the way to the gateway is the mesh’s, or the caller’s own TLS', () => {
  const rule = system()
    .manifests()
    .find(({ object }) => object.kind === 'DestinationRule' && object.metadata.name === 'egress');
  expect(rule?.object.spec).toEqual({
    host: 'egress.egress.svc.cluster.local',
    subsets: [
      { name: 'bank', labels: { istio: 'egress' }, trafficPolicy: { tls: { mode: 'DISABLE' } } },
      { name: 'rates', labels: { istio: 'egress' }, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'rates.example' } } },
    ],
  });
});

test('its pods are not open to the outside', () => {
  const service = system()
    .manifests()
    .find(({ object }) => object.kind === 'Service' && object.metadata.name === 'egress');
  expect(service?.object.spec).toMatchObject({ type: 'ClusterIP', selector: { istio: 'egress' } });
});

test('pods that are installed elsewhere', () => {
  const app = system({ installed: {} });
  expect(kinds(app)).toContain('DestinationRule istio-system/egress');
  expect(app.manifests().filter(({ object }) => object.kind === 'Deployment')).toHaveLength(1);
});

test('under zero trust the caller’s proxy knows the host and the gateway', () => {
  const app = system();
  new ZeroTrust(new Chart(app, 'zero-trust', { namespace: 'shop' }), 'zero-trust');
  const sidecar = app.manifests().find(({ object }) => object.kind === 'Sidecar');
  expect(sidecar?.object.spec).toMatchObject({
    egress: [
      {
        hosts: expect.arrayContaining(['egress/api.bank.example', 'egress/egress.egress.svc.cluster.local', 'egress/rates.example']),
      },
    ],
  });
});

test('under zero trust the caller reaches the gateway, and not the host by itself', () => {
  const app = system();
  new ZeroTrust(new Chart(app, 'zero-trust', { namespace: 'shop' }), 'zero-trust');
  const policy = app.manifests().find(({ object }) => object.kind === 'NetworkPolicy' && object.metadata.name === 'orders');
  const { egress = [] } = (policy?.object.spec ?? {}) as { readonly egress?: readonly { readonly to?: unknown }[] };
  expect(egress.filter(({ to }) => to === undefined)).toEqual([]);
  expect(egress).toContainEqual({ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'egress' } } }] });
});

test.each<[string, Partial<EgressRouteProps>]>([
  ['EveryHost', { host: '*.bank.example' }],
  ['HostForm', { host: 'https://bank' }],
  ['PortRange', { port: 0 }],
  ['EgressTls', { clientTls: ClientTls.simple() }],
])('%s', (errorName, props) => {
  expect(refusal((chart) => new EgressGateway(chart, 'egress').reaches('bank', { ...bank, ...props })).errorName).toBe(errorName);
});

test('callers must be able to name it', () => {
  const app = new MeshApp({ outdir: 'never-written' });
  expect(() => new EgressGateway(new Chart(app, 'egress'), 'egress')).toThrow(expect.objectContaining({ errorName: 'NamespaceUnknown' }));
});
