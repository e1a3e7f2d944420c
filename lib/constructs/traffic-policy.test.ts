import { ClientTls } from './client-tls';
import { ConsistentHash } from './consistent-hash';
import { declared, specOf, yamlOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { Duration } from './duration';
import { LoadBalancing } from './load-balancing';
import { Microservice } from './microservice';
import { Percent } from './percent';
import { renderTrafficPolicy, type TrafficPolicy } from './traffic-policy';

const service = { host: 'user-service.shop.svc.cluster.local' };
const policyOf = (policy: TrafficPolicy) =>
  specOf(
    declared((chart) => new DestinationRule(chart, 'rule', { service, ...policy })),
    'DestinationRule',
  ).trafficPolicy;

test.each([
  [LoadBalancing.leastRequest(), { simple: 'LEAST_REQUEST' }],
  [LoadBalancing.roundRobin(), { simple: 'ROUND_ROBIN' }],
  [LoadBalancing.random(), { simple: 'RANDOM' }],
  [LoadBalancing.passthrough(), { simple: 'PASSTHROUGH' }],
  [ConsistentHash.onHeader('my-header'), { consistentHash: { httpHeaderName: 'my-header' } }],
  [ConsistentHash.onSourceIp(), { consistentHash: { useSourceIp: true } }],
  [ConsistentHash.onQueryParameter('user'), { consistentHash: { httpQueryParameterName: 'user' } }],
  [ConsistentHash.onCookie('session'), { consistentHash: { httpCookie: { name: 'session', ttl: '0s' } } }],
  [
    ConsistentHash.onCookie('session', { ttl: Duration.hours(1), path: '/' }),
    { consistentHash: { httpCookie: { name: 'session', path: '/', ttl: '3600s' } } },
  ],
])('load balancing %j', (loadBalancing, loadBalancer) => {
  expect(policyOf({ loadBalancing })).toEqual({ loadBalancer });
});

test('a hashed header has the name of one', () => {
  expect(() => ConsistentHash.onHeader('my header')).toThrow(expect.objectContaining({ errorName: 'HeaderName' }));
});

test('every setting reaches the manifest in Istio’s own words', () => {
  const policy: TrafficPolicy = {
    loadBalancing: LoadBalancing.roundRobin(),
    connectionPool: {
      maxConnections: 10,
      connectTimeout: Duration.millis(500),
      maxPendingRequests: 20,
      maxRequests: 30,
      maxRequestsPerConnection: 1,
      maxRetries: 3,
      idleTimeout: Duration.minutes(5),
    },
    outlierDetection: {
      consecutive5xxErrors: 3,
      consecutiveGatewayErrors: 2,
      interval: Duration.seconds(5),
      baseEjectionTime: Duration.seconds(30),
      maxEjectionPercent: Percent.of(50),
    },
    locality: { failover: [{ from: 'eu', to: 'us' }] },
  };
  expect(yamlOf((chart) => new DestinationRule(chart, 'rule', { service, ...policy }))).toMatchSnapshot();
});

test('of a pool, only what is asked for is written', () => {
  expect(policyOf({ connectionPool: { maxRequests: 1 } })).toEqual({ connectionPool: { http: { http2MaxRequests: 1 } } });
});

test.each([[{ failoverPriority: ['topology.istio.io/network'] }], [{ distribute: [{ from: 'eu/*', to: { 'eu/*': 80, 'us/*': 20 } }] }]])(
  'locality %j',
  (locality) => {
    expect(policyOf({ outlierDetection: {}, locality })).toEqual({
      outlierDetection: {},
      loadBalancer: { localityLbSetting: { enabled: true, ...locality } },
    });
  },
);

test.each([
  [{ locality: { failover: [{ from: 'eu', to: 'us' }] } }, 'LocalityWithoutOutlierDetection'],
  [{ locality: { failoverPriority: ['zone'] } }, 'LocalityWithoutOutlierDetection'],
  [{ locality: { distribute: [{ from: 'eu', to: { eu: 80, us: 10 } }] } }, 'LocalityWeights'],
  [{ locality: { distribute: [{ from: 'eu', to: { eu: 100, us: 0 } }] } }, 'LocalityWeights'],
  [{ locality: { distribute: [{ from: '/eu', to: { eu: 100 } }] } }, 'LocalityForm'],
  [{ locality: { distribute: [{ from: 'eu', to: { '*/a': 100 } }] } }, 'LocalityForm'],
  [{ locality: { distribute: [{ from: 'eu', to: { 'eu/a': 50, 'eu/*': 50 } }] } }, 'LocalityOverlap'],
  [{ outlierDetection: {}, locality: { failover: [{ from: 'eu/a', to: 'us' }] } }, 'LocalityForm'],
  [{ outlierDetection: {}, locality: { failover: [{ from: 'eu', to: 'eu' }] } }, 'LocalityForm'],
  [{ connectionPool: { maxConnections: -1 } }, 'CountRange'],
] as [TrafficPolicy, string][])('%j is refused as %s', (policy, errorName) => {
  expect(() => renderTrafficPolicy(policy)).toThrow(expect.objectContaining({ errorName }));
});

test.each([{}, { connectionPool: {} }])('nothing asked for is nothing written: %j', (policy) => expect(policyOf(policy)).toBeUndefined());

test('one port, and one version, differ from the rest', () => {
  const objects = declared((chart) => {
    new Microservice(chart, 'user', {
      image: 'user',
      port: 80,
      versions: { v1: {}, v2: { trafficPolicy: { connectionPool: { maxConnections: 5 } } } },
      tls: ClientTls.istio(),
      portPolicies: { 80: { tls: ClientTls.off() } },
      retryBudget: { percent: Percent.of(25), minRetryConcurrency: 5 },
      proxyProtocol: 'v2',
    });
  });
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host: 'user.shop.svc.cluster.local',
    trafficPolicy: {
      tls: { mode: 'ISTIO_MUTUAL' },
      portLevelSettings: [{ port: { number: 80 }, tls: { mode: 'DISABLE' } }],
      retryBudget: { percent: 25, minRetryConcurrency: 5 },
      proxyProtocol: { version: 'V2' },
    },
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { connectionPool: { tcp: { maxConnections: 5 } } } },
    ],
  });
});

test('further limits, a warm-up, and local failures', () => {
  const policy: TrafficPolicy = {
    warmup: { duration: Duration.minutes(1), minimum: Percent.of(5), aggression: 2 },
    connectionPool: {
      maxConnectionDuration: Duration.hours(1),
      keepalive: { time: Duration.minutes(5) },
      maxConcurrentStreams: 100,
      http2: 'as-called',
    },
    outlierDetection: { consecutiveLocalFailures: 3, minHealthPercent: Percent.of(50) },
  };
  expect(policyOf(policy)).toEqual({
    loadBalancer: { warmup: { duration: '60s', minimumPercent: 5, aggression: 2 } },
    connectionPool: {
      tcp: { maxConnectionDuration: '3600s', tcpKeepalive: { time: '300s' } },
      http: { maxConcurrentStreams: 100, useClientProtocol: true },
    },
    outlierDetection: { splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 3, minHealthPercent: 50 },
  });
});

test.each<[string, TrafficPolicy]>([
  ['WarmupBalancing', { warmup: { duration: Duration.seconds(30) }, loadBalancing: LoadBalancing.random() }],
  ['WarmupBalancing', { warmup: { duration: Duration.seconds(30) }, loadBalancing: ConsistentHash.onSourceIp() }],
  ['WarmupAggression', { warmup: { duration: Duration.seconds(30), aggression: 0 } }],
  ['EmptyPortPolicy', { portPolicies: { 80: {} } }],
  ['PortRange', { portPolicies: { 0: { tls: ClientTls.off() } } }],
  ['EmptyKeepalive', { connectionPool: { keepalive: {} } }],
])('%s', (errorName, policy) => {
  expect(() => policyOf(policy)).toThrow(expect.objectContaining({ errorName }));
});

test('a version that is none has no policy', () => {
  const versionPolicies = { v9: {} };
  expect(() =>
    declared((chart) => new DestinationRule(chart, 'rule', { service: { ...service, versionNames: ['v1'] }, versionPolicies })),
  ).toThrow(expect.objectContaining({ errorName: 'UnknownVersion' }));
});
