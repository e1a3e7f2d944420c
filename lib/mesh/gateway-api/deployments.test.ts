import { meshOf, object } from '../objects.test.helper';
import { deployedGateways } from './deployments';
import { gateway, http, of } from './translated.test.helper';

/** What istiod makes for the Gateways of its class, one object a line. */
const deployed = (objects: readonly ReturnType<typeof object>[], complete = true) =>
  deployedGateways(meshOf(objects).objects, complete).map(({ object: { kind, metadata, spec } }) =>
    [kind, `${metadata.namespace}/${metadata.name}`, JSON.stringify(metadata.labels), JSON.stringify(spec)].join(' '),
  );
const parameters = (reference: object) => ({
  infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'p', ...reference } },
});
const address = (type: string, value = 'x') => ({ addresses: [{ type, value }] });

test('a Deployment and a Service with the ports of the Gateway and of ListenerSets that name it', () => {
  const objects = [
    of(
      'Gateway',
      'shop/g',
      {
        gatewayClassName: 'istio',
        listeners: [http, { ...http, name: 'b', port: 81 }, { ...http, name: 'c', hostname: 'x' }],
        infrastructure: { labels: { own: 'label' } },
      },
      { annotations: { 'gateway.istio.io/service-account': 'account' } },
    ),
    of('ListenerSet', 'shop/s', { parentRef: { name: 'g' }, listeners: [{ ...http, port: 82 }] }),
    of('ListenerSet', 'far/s', { parentRef: { name: 'g', namespace: 'shop' }, listeners: [{ ...http, port: 83 }] }),
    of('ListenerSet', 'far/other', { parentRef: { name: 'g' }, listeners: [{ ...http, port: 84 }] }),
  ];
  expect(deployed(objects).join('\n')).toMatchSnapshot();
  const named = of(
    'Gateway',
    'shop/g',
    { gatewayClassName: 'istio', listeners: [] },
    { annotations: { 'gateway.istio.io/name-override': 'own' } },
  );
  expect(deployed([named]).join('\n')).toMatchSnapshot();
  const [workload] = meshOf([gateway([http])]).workloads.all;
  expect(workload).toMatchObject({ name: 'g-istio', namespace: 'shop', serviceAccount: 'g-istio', replicas: 1 });
  expect(workload && meshOf([gateway([http])]).injection.proxyOf(workload).why).toBe('its pods are proxies themselves');
});

// [more of the spec, other objects, is it deployed where the manifests hold everything, and where they do not]
test.each<[object, readonly ReturnType<typeof object>[], boolean, boolean]>([
  [{}, [], true, true],
  [address('IPAddress'), [], true, true],
  [address('Hostname'), [], false, false],
  [{ addresses: [...address('IPAddress').addresses, ...address('IPAddress', 'y').addresses] }, [], false, false],
  [{ gatewayClassName: 'other' }, [], false, false],
  [{ gatewayClassName: 'istio-waypoint' }, [], false, false],
  [parameters({}), [object('ConfigMap', 'shop/p')], true, true],
  [parameters({}), [object('ConfigMap', 'far/p')], false, true],
  [parameters({ kind: 'Secret' }), [], false, false],
  [parameters({ group: 'x' }), [object('ConfigMap', 'shop/p')], false, false],
])('a Gateway with %j', (more, others, complete, partial) => {
  const objects = [gateway([http], more), ...others];
  expect([deployed(objects).length > 0, deployed(objects, false).length > 0]).toEqual([complete, partial]);
});

test('only the pods of its own Services serve a Gateway that names them', () => {
  const selecting = (name: string) => object('Service', name, { spec: { selector: { app: name }, ports: [{ port: 80 }] } });
  const named = gateway([http], {
    addresses: [
      { type: 'Hostname', value: 'a' },
      { type: 'Hostname', value: 'c.far.svc.cluster.local' },
      { type: 'Hostname', value: 'none' },
    ],
  });
  const { gateways } = meshOf([selecting('shop/a'), object('Service', 'shop/none'), selecting('far/c'), named]);
  const [only] = gateways.all;
  const selects = (namespace: string, app: string) => only?.selects({ namespace, labels: { app } });
  expect([selects('shop', 'shop/a'), selects('far', 'far/c'), selects('shop', 'far/c'), selects('far', 'shop/a')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
