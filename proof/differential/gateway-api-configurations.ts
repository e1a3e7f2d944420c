import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { httpRules, rpcRules } from './gateway-api-rules';

/** The Service of the gateway's pods, which Gateways name: istiod deploys nothing for them. */
export const gatewayService: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'front', namespace: 'istio-system' },
  spec: { selector: { istio: 'ingressgateway' }, ports: [80, 8080].map((port) => ({ name: `http-${port}`, port, targetPort: port })) },
};

const group = 'gateway.networking.k8s.io';
const hosts = ['a.com', 'b.com', 'x.a.com', '*.a.com', '*.x.a.com', '*.com'] as const;
const namespaces = fc.constantFrom('demo', 'demo', 'shop', 'istio-system');

/** Objects of the Gateway API over a small alphabet, in which routes meet at listeners, overlap and hide each other. */
export function gatewayApiConfigurations(): Arbitrary<KubernetesObject[]> {
  return fc
    .tuple(
      named(gateway, ['ga', 'gb'], 1),
      named(listenerSet, ['la'], 0),
      named(route('HTTPRoute', httpRules), ['ra', 'rb', 'rc', 'rd'], 2),
      named(route('GRPCRoute', rpcRules), ['pa'], 0),
      named(grant, ['ua'], 0),
    )
    .map((groups) => groups.flat());
}

type Make = (name: string) => Arbitrary<KubernetesObject>;

function named(make: Make, names: readonly string[], least: number): Arbitrary<KubernetesObject[]> {
  return fc
    .subarray([...names], { minLength: least })
    .chain((chosen) => (chosen.length === 0 ? fc.constant([]) : fc.tuple(...chosen.map(make))));
}

const allowsAll = { namespaces: { from: 'All' } };

/** Listeners that join those of a Gateway, where it allows them. */
function listenerSet(name: string): Arbitrary<KubernetesObject> {
  const listener = fc
    .record({ port: fc.constantFrom(80, 8080), hostname: fc.option(fc.constantFrom(...hosts), { nil: undefined }) })
    .map((fields) => ({ ...fields, protocol: 'HTTP', allowedRoutes: allowsAll }));
  const listeners = fc.uniqueArray(listener, { minLength: 1, maxLength: 2, selector: ({ port, hostname }) => `${port} ${hostname}` });
  return fc.tuple(fc.constantFrom('demo', 'istio-system'), fc.constantFrom('ga', 'gb'), listeners).map(([namespace, parent, all]) => ({
    apiVersion: `${group}/v1`,
    kind: 'ListenerSet',
    metadata: { name, namespace },
    spec: { parentRef: { name: parent, namespace: 'istio-system' }, listeners: all.map((each, index) => ({ name: `l${index}`, ...each })) },
  }));
}

/** Most are of the namespace of the pods that serve them: no other Gateway is served. */
function gateway(name: string): Arbitrary<KubernetesObject> {
  const listener = fc
    .record({
      port: fc.constantFrom(80, 80, 8080),
      hostname: fc.option(fc.constantFrom(...hosts), { nil: undefined }),
      allowedRoutes: fc.constantFrom(
        ...[undefined, { namespaces: { from: 'All' } }, { namespaces: { from: 'All' } }, { namespaces: { from: 'All' } }],
        { namespaces: { from: 'Same' } },
        { namespaces: { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'demo' } } } },
        { namespaces: { from: 'All' }, kinds: [{ kind: 'HTTPRoute' }] },
      ),
    })
    .map((fields) => ({ ...fields, protocol: 'HTTP' }));
  const listeners = fc.uniqueArray(listener, { minLength: 1, maxLength: 3, selector: ({ port, hostname }) => `${port} ${hostname}` });
  return fc
    .tuple(
      fc.constantFrom('istio-system', 'istio-system', 'istio-system', 'istio-system', 'demo'),
      listeners,
      fc.constantFrom(undefined, allowsAll, allowsAll, { namespaces: { from: 'Same' } }),
    )
    .map(([namespace, all, allowedListeners]) => ({
      apiVersion: `${group}/v1`,
      kind: 'Gateway',
      metadata: { name, namespace },
      spec: {
        gatewayClassName: 'istio',
        addresses: [{ type: 'Hostname', value: 'front.istio-system.svc.cluster.local' }],
        listeners: all.map((each, index) => ({ name: `l${index}`, ...each })),
        allowedListeners,
      },
    }));
}

function route(kind: string, rules: () => Arbitrary<readonly object[]>): Make {
  const parent = fc
    .record({
      to: fc.constantFrom(
        ...[
          { name: 'ga', namespace: 'istio-system' },
          { name: 'ga', namespace: 'istio-system' },
          { name: 'ga', namespace: 'istio-system' },
          { name: 'gb', namespace: 'istio-system' },
          { name: 'gb', namespace: 'demo' },
          { name: 'la', namespace: 'istio-system', kind: 'ListenerSet' },
          { name: 'la', namespace: 'demo', kind: 'ListenerSet' },
        ],
      ),
      sectionName: fc.option(fc.constantFrom('l0', 'l1', 'l2'), { nil: undefined, freq: 3 }),
      port: fc.option(fc.constantFrom(80, 8080), { nil: undefined, freq: 4 }),
    })
    .map(({ to, ...fields }) => ({ ...to, ...(fields.sectionName === undefined ? fields : { ...fields, port: undefined }) }));
  const spec = fc.record({
    parentRefs: parents(parent),
    hostnames: fc.option(fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 1, maxLength: 2 }), { nil: undefined }),
    rules: rules(),
  });
  return (name) =>
    fc
      .tuple(namespaces, spec)
      .map(([namespace, fields]) => ({ apiVersion: `${group}/v1`, kind, metadata: { name, namespace }, spec: fields }));
}

/** Of several references to one Gateway, each must name a section of its own. */
function parents<P extends { readonly name: string; readonly namespace: string }>(parent: Arbitrary<P>): Arbitrary<P[]> {
  return fc.uniqueArray(parent, { minLength: 1, maxLength: 2, selector: ({ name, namespace }) => `${namespace}/${name}` });
}

/** Lets routes of `demo` use Services of `shop`. */
function grant(name: string): Arbitrary<KubernetesObject> {
  const from = fc.constantFrom('HTTPRoute', 'HTTPRoute', 'GRPCRoute').map((kind) => ({ group, kind, namespace: 'demo' }));
  const to = fc.constantFrom(
    { group: '', kind: 'Service' },
    { group: '', kind: 'Service', name: 'user' },
    { group: '', kind: 'Service', name: 'other' },
  );
  return fc.tuple(fc.array(from, { minLength: 1, maxLength: 2 }), to).map(([allowed, target]) => ({
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name, namespace: 'shop' },
    spec: { from: allowed, to: [target] },
  }));
}
