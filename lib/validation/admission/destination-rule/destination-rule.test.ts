import type { KubernetesObject } from '../../../istio/objects';
import { keepWords } from '../../words.test.helper';
import { validateAdmission } from '../validate';

function said(spec: object): string[] {
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'user', namespace: 'demo' },
    spec: { host: 'user', ...spec },
  };
  return keepWords(validateAdmission(object)).map(({ code, path }) => `${code} ${path.slice(1).join('.')}`);
}

const policy = (trafficPolicy: object) => said({ trafficPolicy }).map((line) => line.replace(' trafficPolicy.', ' '));
const locality = (localityLbSetting: object, more: object = {}) =>
  policy({ loadBalancer: { localityLbSetting }, ...more }).map((line) => line.replace('loadBalancer.localityLbSetting', 'lb'));

describe('the rule', () => {
  test.each<[string, object, string[]]>([
    ['right', { subsets: [{ name: 'v1', labels: { version: 'v1' } }] }, []],
    ['no host', { host: '' }, ['IST0106 host']],
    ['a wildcard host', { host: '*.a.com' }, []],
    ['an empty policy', { trafficPolicy: {} }, ['IST0106 trafficPolicy']],
    ['two subsets of one name', { subsets: [{ name: 'v1' }, { name: 'v1' }] }, ['IST0106 subsets.1.name']],
    ['a subset without name', { subsets: [{}] }, ['IST0106 subsets.0.name']],
    ['bad labels of a subset', { subsets: [{ name: 'a', labels: { version: 'a b' } }] }, ['IST0106 subsets.0.labels.version']],
    [
      'a warning about a subset, which is lost',
      { subsets: [{ name: 'a', trafficPolicy: { outlierDetection: { consecutiveErrors: 1 } } }] },
      [],
    ],
    ['a selector without labels', { workloadSelector: {} }, ['IST0133 workloadSelector.matchLabels']],
    ['a selector with a wildcard', { workloadSelector: { matchLabels: { a: '*' } } }, ['IST0106 workloadSelector.matchLabels.a']],
    ['a selector, exported', { workloadSelector: { matchLabels: { a: 'b' } }, exportTo: ['*'] }, ['IST0106 exportTo']],
    ['a selector, exported to its own namespace', { workloadSelector: { matchLabels: { a: 'b' } }, exportTo: ['.'] }, []],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });
});

describe('a traffic policy', () => {
  test.each<[string, object, string[]]>([
    ['tunnel and proxy protocol', { tunnel: {}, proxyProtocol: {} }, ['IST0106 trafficPolicy']],
    [
      'a tunnel',
      { tunnel: { protocol: 'GET', targetHost: 'a b', targetPort: 0 } },
      ['IST0106 tunnel.protocol', 'IST0106 tunnel.targetHost', 'IST0106 tunnel.targetPort'],
    ],
    [
      'a port without number, and nothing to say',
      { portLevelSettings: [{}] },
      ['IST0106 portLevelSettings.0.port', 'IST0106 portLevelSettings.0'],
    ],
    [
      'a warning about a port, which is lost',
      { portLevelSettings: [{ port: { number: 80 }, outlierDetection: { consecutiveErrors: 1 } }] },
      [],
    ],
    [
      'outliers',
      { outlierDetection: { consecutiveErrors: 1, maxEjectionPercent: 101, interval: '0s' } },
      ['IST0133 outlierDetection.consecutiveErrors', 'IST0106 outlierDetection.interval', 'IST0106 outlierDetection.maxEjectionPercent'],
    ],
    [
      'local failures that are not told apart',
      { outlierDetection: { consecutiveLocalOriginFailures: 5 } },
      ['IST0106 outlierDetection.consecutiveLocalOriginFailures'],
    ],
    ['an empty pool', { connectionPool: {} }, ['IST0106 connectionPool']],
    [
      'negative counts',
      { connectionPool: { http: { maxRetries: -1 }, tcp: { maxConnections: -1 } } },
      ['IST0106 connectionPool.http.maxRetries', 'IST0106 connectionPool.tcp.maxConnections'],
    ],
    ['no idle timeout', { connectionPool: { tcp: { idleTimeout: '0s' } } }, []],
    [
      'an upgrade against the client',
      { connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } } },
      ['IST0106 connectionPool.http.useClientProtocol'],
    ],
    [
      'half a keepalive',
      { connectionPool: { http: { http2KeepAlive: { interval: '1s' } } } },
      ['IST0106 connectionPool.http.http2KeepAlive.timeout'],
    ],
    [
      'a nameless cookie',
      { loadBalancer: { consistentHash: { httpCookie: {} } } },
      ['IST0106 loadBalancer.consistentHash.httpCookie.name'],
    ],
    [
      'attributes of a cookie',
      { loadBalancer: { consistentHash: { httpCookie: { name: 'a', attributes: [{}, { name: 'x' }, { name: 'x' }] } } } },
      [
        'IST0106 loadBalancer.consistentHash.httpCookie.attributes.0.name',
        'IST0106 loadBalancer.consistentHash.httpCookie.attributes.2.name',
      ],
    ],
    [
      'the old ring',
      { loadBalancer: { consistentHash: { useSourceIp: true, minimumRingSize: 10 } } },
      ['IST0133 loadBalancer.consistentHash.minimumRingSize'],
    ],
    [
      'both rings',
      { loadBalancer: { consistentHash: { minimumRingSize: 10, ringHash: {} } } },
      ['IST0133 loadBalancer.consistentHash.minimumRingSize', 'IST0106 loadBalancer.consistentHash.minimumRingSize'],
    ],
    [
      'a warmup',
      { loadBalancer: { warmup: { minimumPercent: 101, aggression: 0 } } },
      ['IST0106 loadBalancer.warmup.duration', 'IST0106 loadBalancer.warmup.minimumPercent', 'IST0106 loadBalancer.warmup.aggression'],
    ],
  ])('%s', (_name, trafficPolicy, expected) => {
    expect(policy(trafficPolicy)).toEqual(expected);
  });

  test.each([
    [0, false],
    [1, true],
    [65537, true],
    [65539, true],
    [65538, false],
    [5000011, false],
  ])('a Maglev table of %d is right: %s', (tableSize, isRight) => {
    expect(policy({ loadBalancer: { consistentHash: { maglev: { tableSize } } } })).toEqual(
      isRight ? [] : ['IST0106 loadBalancer.consistentHash.maglev.tableSize'],
    );
  });
});

describe('localities', () => {
  const outlierDetection = {};
  test.each<[string, object, string[]]>([
    ['spread', { distribute: [{ from: 'a/*', to: { 'a/b/*': 60, 'c/*': 40 } }] }, []],
    ['not adding up', { distribute: [{ from: 'a', to: { b: 99 } }] }, ['IST0106 lb.distribute.0.to']],
    ['with a weight of 0', { distribute: [{ from: 'a', to: { b: 100, c: 0 } }] }, ['IST0106 lb.distribute.0.to']],
    ['overlapping by a wildcard', { distribute: [{ from: 'a', to: { '*': 50, b: 50 } }] }, ['IST0106 lb.distribute.0.to']],
    ['overlapping by a region', { distribute: [{ from: 'a', to: { 'b/c/d': 50, b: 50 } }] }, ['IST0106 lb.distribute.0.to']],
    ['side by side', { distribute: [{ from: 'a', to: { 'b/c/d': 50, 'b/c/e': 50 } }] }, []],
    ['with an empty part', { distribute: [{ from: 'a//b', to: { b: 100 } }] }, ['IST0106 lb.distribute']],
    ['with a wildcard in the middle', { distribute: [{ from: 'a/*/b', to: { b: 100 } }] }, ['IST0106 lb.distribute']],
    ['both ways at once', { distribute: [{ from: 'a', to: { b: 100 } }], failover: [{ from: 'a', to: 'b' }] }, ['IST0106 lb']],
    [
      'failing over by region and label',
      { failover: [{ from: 'a', to: 'b' }], failoverPriority: ['topology.kubernetes.io/zone'] },
      ['IST0106 lb.failoverPriority'],
    ],
    ['failing over to itself', { failover: [{ from: 'a', to: 'a' }] }, ['IST0106 lb.failover.0']],
    ['failing over by zone', { failover: [{ from: 'a/b', to: 'c' }] }, ['IST0106 lb.failover.0']],
    ['failing over anywhere', { failover: [{ from: 'a', to: '*' }] }, ['IST0106 lb.failover.0']],
  ])('%s', (_name, setting, expected) => {
    expect(locality(setting, { outlierDetection })).toEqual(expected);
  });

  test('failing over without knowing what failed', () => {
    expect(locality({ failover: [{ from: 'a', to: 'b' }] })).toEqual(['IST0133 lb']);
  });

  test('zones take no topology labels', () => {
    const zoneAwareLbSetting = { failoverPriority: ['topology.kubernetes.io/region', 'other'] };
    expect(policy({ outlierDetection, loadBalancer: { zoneAwareLbSetting } })).toEqual([
      'IST0106 loadBalancer.zoneAwareLbSetting.failoverPriority.0',
    ]);
    expect(policy({ outlierDetection, loadBalancer: { zoneAwareLbSetting: {}, localityLbSetting: {} } })).toEqual(['IST0106 loadBalancer']);
  });
});

describe('TLS of a client', () => {
  test.each<[string, object, string[]]>([
    ['by a Secret', { mode: 'MUTUAL', credentialName: 'a' }, []],
    ['by a Secret and files', { mode: 'SIMPLE', credentialName: 'a', caCertificates: 'b' }, ['IST0106 tls.caCertificates']],
    ['mutual without certificate', { mode: 'MUTUAL' }, ['IST0106 tls.clientCertificate', 'IST0106 tls.privateKey']],
    [
      'not verified, and verified',
      { mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['a'], caCertificates: 'b' },
      ['IST0106 tls.caCertificates', 'IST0106 tls.subjectAltNames'],
    ],
    ['not verified, nor used', { mode: 'DISABLE', insecureSkipVerify: true, caCertificates: 'b' }, []],
    ['by a ConfigMap', { mode: 'SIMPLE', credentialName: 'configmap://demo/a' }, []],
    ['by a ConfigMap of another namespace', { mode: 'SIMPLE', credentialName: 'configmap://other/a' }, ['IST0106 tls.credentialName']],
    ['by half a ConfigMap', { mode: 'SIMPLE', credentialName: 'configmap://a' }, ['IST0106 tls.credentialName']],
  ])('%s', (_name, tls, expected) => {
    expect(policy({ tls })).toEqual(expected);
  });
});
