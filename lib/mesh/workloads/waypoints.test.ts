import type { KubernetesObject } from '../../istio/objects';
import { deployment, meshOf, object } from '../objects.test.helper';

type Labels = Readonly<Record<string, string>>;

const use = (name: string, more: Labels = {}) => ({ 'istio.io/use-waypoint': name, ...more });
const service = (labels: Labels = {}, spec: object = { clusterIP: '10.0.0.1' }) => object('Service', 'shop/web', { labels, spec });
const namespace = (labels: Labels) => object('Namespace', 'shop', { labels });
const hbone = (allowed?: object) => ({ name: 'mesh', port: 15008, protocol: 'HBONE', ...(allowed ? { allowedRoutes: allowed } : {}) });
const gate = (name = 'shop/gate', { listeners = [hbone()], className = 'istio-waypoint', ...metadata }: GateParts = {}) =>
  object('Gateway', name, { ...metadata, spec: { gatewayClassName: className, listeners } });

interface GateParts {
  readonly listeners?: readonly object[];
  readonly className?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

function bindingOf(objects: readonly KubernetesObject[], complete = true) {
  const { services, waypoints } = meshOf(objects, { complete });
  const first = services.named('web');
  const binding = first && waypoints.of(first);
  if (!binding) return undefined;
  const { place, waypoint, ...rest } = binding;
  return { ...rest, place: `${place.manifest.object.kind} ${place.path.join('.')}`, waypoint: waypoint?.serviceAccount };
}

const byService = { name: 'shop/gate', place: 'Service metadata.labels.istio.io/use-waypoint', waypoint: undefined };
const byNamespace = { ...byService, place: 'Namespace metadata.labels.istio.io/use-waypoint' };
const from = (allowed: object, objects: readonly KubernetesObject[] = []) => [
  service(use('gate', { 'istio.io/use-waypoint-namespace': 'infra' })),
  gate('infra/gate', { listeners: [hbone({ namespaces: allowed })] }),
  ...objects,
];
const far = { ...byService, name: 'infra/gate' };
const forNobody = { ...far, refusal: 'waypoint infra/gate does not allow namespace `shop`' };

// [what it is, objects, the waypoint of the Service]
test.each<[string, readonly KubernetesObject[], object | undefined]>([
  ['nobody asks', [service(), gate()], undefined],
  ['its own label', [service(use('gate')), gate()], { ...byService, waypoint: 'gate' }],
  ['the label of its namespace', [service(), namespace(use('gate')), gate()], { ...byNamespace, waypoint: 'gate' }],
  ['its own before that of its namespace', [service(use('gate')), namespace(use('other')), gate()], { ...byService, waypoint: 'gate' }],
  ['none', [service(use('none')), namespace(use('gate')), gate()], undefined],
  ['none for a namespace', [service(), namespace(use('none')), gate()], undefined],
  ['no such Gateway', [service(use('gate'))], { ...byService, refusal: 'no Gateway is called shop/gate' }],
  ['a waypoint itself', [service(use('gate', { 'gateway.istio.io/managed': 'istio.io-mesh-controller' })), gate()], undefined],
  [
    'what is managed otherwise',
    [service(use('gate', { 'gateway.istio.io/managed': 'other' })), gate()],
    { ...byService, waypoint: 'gate' },
  ],
  [
    'a canary',
    [service(use('gate', { 'istio.io/use-waypoint-canary': 'new' })), gate()],
    { ...byService, undecided: 'which requests go by the canary waypoint `new` instead of shop/gate' },
  ],
  [
    'a class of no waypoints',
    [service(use('gate')), gate('shop/gate', { className: 'istio' })],
    {
      ...byService,
      undecided: 'what Gateway shop/gate of class `istio`, which is no class of waypoints, makes of connections to port 15008',
    },
  ],
  [
    'an annotation of the Gateway',
    [service(use('gate')), gate('shop/gate', { annotations: { 'ambient.istio.io/waypoint-inbound-binding': 'PROXY/15088' } })],
    { ...byService, undecided: 'what waypoint shop/gate makes of requests: it is annotated `ambient.istio.io/waypoint-inbound-binding`' },
  ],
  [
    'an account of its own',
    [service(use('gate')), gate('shop/gate', { annotations: { 'gateway.istio.io/service-account': 'own' } })],
    { ...byService, waypoint: 'own' },
  ],
  [
    'a name of its own',
    [service(use('gate')), gate('shop/gate', { annotations: { 'gateway.istio.io/name-override': 'other' } })],
    { ...byService, waypoint: 'other' },
  ],
  [
    'for pods alone',
    [service(use('gate')), gate('shop/gate', { labels: { 'istio.io/waypoint-for': 'workload' } })],
    { ...byService, refusal: 'waypoint shop/gate has `istio.io/waypoint-for: workload`, and is for no service' },
  ],
  [
    'for everything',
    [service(use('gate')), gate('shop/gate', { labels: { 'istio.io/waypoint-for': 'all' } })],
    { ...byService, waypoint: 'gate' },
  ],
  [
    'for pods alone by its class',
    [
      service(use('gate')),
      gate(),
      object('GatewayClass', 'istio-waypoint', {
        labels: { 'istio.io/waypoint-for': 'workload' },
        spec: { controllerName: 'istio.io/mesh-controller' },
      }),
    ],
    { ...byService, refusal: 'waypoint shop/gate has `istio.io/waypoint-for: workload`, and is for no service' },
  ],
  ['of another namespace without a word', from({}), forNobody],
  ['of another namespace for its own', from({ from: 'Same' }), forNobody],
  ['of another namespace for all', from({ from: 'All' }), { ...far, waypoint: 'gate' }],
  ['of another namespace for another', from({ from: 'Selector', selector: { matchLabels: { a: 'b' } } }), forNobody],
  [
    'of another namespace for those with a label',
    from({ from: 'Selector', selector: { matchLabels: { a: 'b' } } }, [namespace({ a: 'b' })]),
    { ...far, waypoint: 'gate' },
  ],
  [
    'of another namespace for this by name',
    from({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }),
    { ...far, waypoint: 'gate' },
  ],
  [
    'of its own namespace for another',
    [
      service(use('gate')),
      gate('shop/gate', { listeners: [hbone({ namespaces: { from: 'Selector', selector: { matchLabels: { a: 'b' } } } })] }),
    ],
    { ...byService, refusal: 'waypoint shop/gate does not allow namespace `shop`' },
  ],
  ['without a listener', [service(use('gate')), gate('shop/gate', { listeners: [] })], { ...byService, waypoint: 'gate' }],
  [
    'what listeners of another port and protocol say',
    [
      service(use('gate', { 'istio.io/use-waypoint-namespace': 'infra' })),
      gate('infra/gate', {
        listeners: [
          { ...hbone({ namespaces: { from: 'All' } }), port: 15009 },
          { ...hbone({ namespaces: { from: 'All' } }), protocol: 'HTTP' },
        ],
      }),
    ],
    forNobody,
  ],
])('the waypoint of a Service: %s', (_, objects, expected) => {
  expect(bindingOf(objects)).toEqual(expected);
});

test('a waypoint whose Gateway is not among the manifests is assumed', () => {
  expect(bindingOf([service(use('gate'))], false)).toEqual({
    ...byService,
    waypoint: 'gate',
    assumed: 'waypoint shop/gate is there, and serves namespace `shop`: its Gateway is not among the manifests',
  });
});

// [labels of the Service, labels of its namespace, by which proxies it is used]
test.each<[Labels, Labels, object, readonly string[]]>([
  [use('gate'), {}, {}, ['ztunnel']],
  [use('gate', { 'istio.io/ingress-use-waypoint': 'true' }), {}, {}, ['ztunnel', 'gateway']],
  [use('gate', { 'istio.io/ingress-use-waypoint': 'no' }), { 'istio.io/ingress-use-waypoint': 'true' }, {}, ['ztunnel']],
  [use('gate'), { 'istio.io/ingress-use-waypoint': 'T' }, {}, ['ztunnel', 'gateway']],
  [use('gate'), {}, { clusterIP: 'None' }, []],
  [use('gate'), {}, { type: 'ExternalName', externalName: 'a.example.com' }, []],
])('a Service with %j in a namespace with %j, %j: %j', (labels, ofNamespace, spec, proxies) => {
  const { services, waypoints } = meshOf([service(labels, { clusterIP: '10.0.0.1', ...spec }), namespace(ofNamespace), gate()]);
  const [first] = services.all;
  expect(['ztunnel', 'gateway', 'sidecar', 'none'].filter((proxy) => first && waypoints.usedBy(proxy, first))).toEqual(proxies);
});

// [spec of the ServiceEntry, has it an address by which ztunnel finds its waypoint]
test.each([
  [{ resolution: 'DNS' }, true],
  [{ resolution: 'STATIC' }, true],
  [{ resolution: 'NONE' }, false],
  [{}, false],
  [{ resolution: 'NONE', addresses: ['10.0.0.1'] }, true],
])('a ServiceEntry with %j has an address: %s', (spec, expected) => {
  const { services, waypoints } = meshOf([
    object('ServiceEntry', 'shop/web', { labels: use('gate'), spec: { hosts: ['a'], ...spec } }),
    gate(),
  ]);
  const [first] = services.all;
  expect(first && waypoints.usedBy('ztunnel', first) !== undefined).toBe(expected);
});

// [labels of the pods, the Gateway's, what comes of it]
test.each<[Labels, Labels | undefined, string | undefined]>([
  [use('gate'), { 'istio.io/waypoint-for': 'workload' }, 'gate'],
  [use('gate'), { 'istio.io/waypoint-for': 'all' }, 'gate'],
  [use('gate'), {}, 'waypoint shop/gate has `istio.io/waypoint-for: service`, and is for no workload'],
  [{}, { 'istio.io/waypoint-for': 'workload' }, undefined],
  [use('gate', { 'gateway.istio.io/managed': 'istio.io-mesh-controller' }), { 'istio.io/waypoint-for': 'workload' }, undefined],
  [use('gate'), undefined, undefined],
])('the waypoint of pods with %j: %j', (labels, ofGateway, expected) => {
  const { workloads, waypoints } = meshOf([
    deployment('shop/web', labels),
    ...(ofGateway ? [gate('shop/gate', { labels: ofGateway })] : []),
  ]);
  const [first] = workloads.all;
  const found = first && waypoints.ofPods(first);
  expect(found?.waypoint?.name.split('/')[1] ?? found?.refusal).toBe(expected);
});

// [labels of the namespace, labels of a Service there, does nothing read HTTP]
test.each<[Labels | undefined, Labels | undefined, boolean]>([
  [undefined, undefined, false],
  [{}, undefined, false],
  [{ 'istio.io/dataplane-mode': 'ambient' }, undefined, true],
  [{ 'istio.io/dataplane-mode': 'ambient' }, {}, true],
  [{ 'istio.io/dataplane-mode': 'ambient' }, use('none'), true],
  [{ 'istio.io/dataplane-mode': 'ambient' }, use('gate'), false],
  [use('gate', { 'istio.io/dataplane-mode': 'ambient' }), {}, false],
  [use('none', { 'istio.io/dataplane-mode': 'ambient' }), {}, true],
])('a namespace with %j and a Service with %j lacks a waypoint: %s', (labels, ofService, expected) => {
  const { waypoints } = meshOf([...(labels ? [namespace(labels)] : []), ...(ofService ? [service(ofService)] : [])]);
  expect(waypoints.isMissing('shop')).toBe(expected);
});
