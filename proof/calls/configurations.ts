import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { named, unique } from '../generator/objects';
import { policies } from '../generator/policies';
import type { Signing } from '../generator/senders';
import { virtualServices } from '../generator/virtual-services';
import { meshRoutes } from './mesh-routes';

const networking = 'networking.istio.io/v1';

/** Policies, tokens, mutual TLS, rules and scopes for the workloads of the bench, over a small alphabet in which they meet. */
export function configurations(signing: Signing): Arbitrary<KubernetesObject[]> {
  return fc
    .tuple(
      policies(signing),
      fc.array(named('PeerAuthentication', peerAuthentication(), { prefix: 'm' }), { maxLength: 3 }),
      fc.array(named('DestinationRule', destinationRule(), { apiVersion: networking, prefix: 'd' }), { maxLength: 3 }),
      fc.array(named('Sidecar', sidecar(), { apiVersion: networking, prefix: 's' }), { maxLength: 2 }),
      fc.array(virtualServices(), { maxLength: 2 }),
      fc.array(virtualServices(['istio-system/front']), { minLength: 1, maxLength: 2 }),
    )
    .map((groups) => unique([front, subsets, ...groups.flat()]));
}

/** The same workloads with routes of the Gateway API for their Services, alone and beside everything else. */
export function gatewayApiConfigurations(signing: Signing): Arbitrary<KubernetesObject[]> {
  const alone = fc.tuple(fc.array(virtualServices(['istio-system/front']), { minLength: 1, maxLength: 1 }), meshRoutes());
  const beside = fc.tuple(configurations(signing), meshRoutes());
  const both = fc.oneof({ weight: 2, arbitrary: alone }, { weight: 1, arbitrary: beside });
  return both.map((groups) => unique([front, subsets, ...groups.flat()]));
}

const front: KubernetesObject = {
  apiVersion: networking,
  kind: 'Gateway',
  metadata: { name: 'front', namespace: 'istio-system' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
};

const subsets: KubernetesObject = {
  apiVersion: networking,
  kind: 'DestinationRule',
  metadata: { name: 'user', namespace: 'demo' },
  spec: { host: 'user', subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
};

const mode = fc.constantFrom('STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');

function peerAuthentication(): Arbitrary<object> {
  const wide = mode.map((chosen) => ({ mtls: { mode: chosen } }));
  const port = fc.constantFrom('8000', '9000');
  const narrow = fc
    .tuple(fc.constantFrom({ app: 'user' }, { app: 'product' }, { version: 'v1' }), mode, fc.dictionary(port, mode, { maxKeys: 2 }))
    .map(([matchLabels, chosen, ports]) => ({
      selector: { matchLabels },
      mtls: { mode: chosen },
      ...(Object.keys(ports).length > 0
        ? { portLevelMtls: Object.fromEntries(Object.entries(ports).map(([number, own]) => [number, { mode: own }])) }
        : {}),
    }));
  return fc.oneof(wide, narrow);
}

function destinationRule(): Arbitrary<object> {
  const tls = fc.constantFrom<object>({}, {}, { tls: { mode: 'DISABLE' } }, { tls: { mode: 'ISTIO_MUTUAL' } });
  const policy = fc.tuple(tls, fc.option(fc.tuple(fc.constantFrom(8000, 80, 9000), tls), { nil: undefined })).map(([own, port]) => ({
    ...own,
    ...(port ? { portLevelSettings: [{ port: { number: port[0] }, ...port[1] }] } : {}),
  }));
  const subset = fc.tuple(fc.constantFrom('v1', 'v2'), tls).map(([version, own]) => ({
    name: version,
    labels: { version },
    ...(Object.keys(own).length > 0 ? { trafficPolicy: own } : {}),
  }));
  return fc.record(
    {
      host: fc.constantFrom(
        'user',
        'user.demo.svc.cluster.local',
        'product.demo.svc.cluster.local',
        'user.shop.svc.cluster.local',
        'plain.bare.svc.cluster.local',
        '*.demo.svc.cluster.local',
        '*.local',
      ),
      trafficPolicy: policy.filter((fields) => Object.keys(fields).length > 0),
      subsets: fc.uniqueArray(subset, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
      exportTo: fc.constantFrom(['*'], ['.']),
    },
    { requiredKeys: ['host'] },
  );
}

function sidecar(): Arbitrary<object> {
  const hosts = fc.subarray(
    ['./*', 'demo/*', 'shop/*', 'bare/*', '*/*', '*/user.demo.svc.cluster.local', '*/product.demo.svc.cluster.local', '~/*'],
    { minLength: 1, maxLength: 3 },
  );
  const listener = fc.tuple(hosts, fc.option(fc.constantFrom(8000, 80), { nil: undefined, freq: 3 })).map(([names, port]) => ({
    hosts: names,
    ...(port === undefined ? {} : { port: { number: port, name: `http-${port}`, protocol: 'HTTP' } }),
  }));
  const egress = fc
    .uniqueArray(listener, { minLength: 1, maxLength: 2, selector: ({ port }) => port?.number ?? 0 })
    .map((all) => [...all].sort((one, other) => Number('port' in other) - Number('port' in one)));
  return fc.record(
    {
      workloadSelector: fc.constantFrom({ labels: { app: 'user' } }, { labels: { version: 'v1' } }),
      egress,
      outboundTrafficPolicy: fc.constantFrom({ mode: 'REGISTRY_ONLY' }, { mode: 'ALLOW_ANY' }),
    },
    { requiredKeys: ['egress'] },
  );
}
