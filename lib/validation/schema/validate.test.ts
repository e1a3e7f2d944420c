import type { KubernetesObject } from '../../istio/objects';
import { holdValues, keepWords } from '../words.test.helper';
import { validateSchema } from './validate';

const metadata = { name: 'site', namespace: 'demo' };

/** What is said about an object, as `path: message`. */
function said(object: object): string[] {
  return keepWords(validateSchema(object as KubernetesObject)).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function virtualService(spec: unknown, more: object = {}): object {
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata, spec, ...more };
}

function destinationRule(trafficPolicy: unknown): object {
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata, spec: { host: 'user', trafficPolicy } };
}

const route = { route: [{ destination: { host: 'user' } }] };

describe('structure', () => {
  test.each<[string, object, string[]]>([
    ['a right object', virtualService({ hosts: ['a'], http: [{ ...route, timeout: '5s' }] }), []],
    ['a wrong type', virtualService({ hosts: 'a' }), ['spec.hosts: the string `a` where a list belongs']],
    ['a wrong item', virtualService({ hosts: [1] }), ['spec.hosts.0: `1` where a string belongs']],
    ['null for an optional field', virtualService({ hosts: null }), []],
    ['null in a list', virtualService({ http: [null] }), ['spec.http.0: `null` where an object belongs']],
    ['null for a nullable field', virtualService({ http: [{ ...route, mirrorPercent: null }] }), []],
    [
      'null for a required field',
      virtualService({ http: [{ route: [{ destination: null }] }] }),
      ['spec.http.0.route.0.destination: required field `destination` is missing'],
    ],
    [
      'an unknown field',
      virtualService({ hosts: ['a'], http: [{ ...route, timeuot: '5s' }] }),
      ['spec.http.0.timeuot: unknown field `timeuot`'],
    ],
    ['an unknown field at the top', virtualService({}, { specs: {} }), ['specs: unknown field `specs`']],
    [
      'an unknown field of the metadata',
      virtualService({}, { metadata: { ...metadata, lables: {} } }),
      ['metadata.lables: unknown field `lables`'],
    ],
    ['anything in the status', virtualService({}, { status: { mine: [1] } }), []],
    [
      'two of a choice',
      virtualService({ http: [{ match: [{ uri: { exact: '/', prefix: '/' } }] }] }),
      ['spec.http.0.match.0.uri: only one of `exact`, `prefix`, `regex` may be given'],
    ],
    ['one of a choice, the other null', virtualService({ http: [{ match: [{ uri: { exact: '/', prefix: null } }] }] }), []],
    [
      'a number out of bounds',
      virtualService({ http: [{ match: [{ port: -1 }] }] }),
      ['spec.http.0.match.0.port: `-1` must be at least 0'],
    ],
    [
      'a number too large for 32 bits',
      virtualService({ http: [{ retries: { attempts: 2 ** 31 } }] }),
      ['spec.http.0.retries.attempts: `2147483648` does not fit into 32 bits'],
    ],
    [
      'a fraction for a whole number',
      virtualService({ http: [{ retries: { attempts: 1.5 } }] }),
      ['spec.http.0.retries.attempts: `1.5` where a whole number belongs'],
    ],
    [
      'an enum',
      destinationRule({ loadBalancer: { simple: 'ROUND_ROBBIN' } }),
      [
        'spec.trafficPolicy.loadBalancer.simple: the string `ROUND_ROBBIN` is not among the values `UNSPECIFIED`, `LEAST_CONN`, `RANDOM`, `PASSTHROUGH`, `ROUND_ROBIN`, `LEAST_REQUEST`',
      ],
    ],
  ])('%s', (_name, object, expected) => {
    expect(said(object)).toEqual(expected);
  });

  test('the nearest names are offered', () => {
    const [violation] = validateSchema(virtualService({ http: [{ timeuot: '5s' }] }) as KubernetesObject);
    expect(violation).toMatchObject({ code: 'IST0106', level: 'error', fix: 'did you mean `timeout`?' });
  });

  test('a character is one, however many bytes it takes', () => {
    const target = (name: string) => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata,
      spec: { targetRefs: [{ kind: 'Service', name }] },
    });
    expect(said(target('💡'.repeat(253)))).toEqual([]);
    expect(said(target('💡'.repeat(254)))).toHaveLength(1);
  });

  test('keys of lists that are maps come once', () => {
    const ports = [
      { name: 'a', number: 80 },
      { name: 'a', number: 81 },
    ];
    expect(said({ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata, spec: { hosts: ['a.com'], ports } })).toEqual([
      'spec.ports.1: another item has the same name: {"name":"a"}',
    ]);
  });
});

test('what never reaches Istio is Kubernetes’ alone', () => {
  const codes = (object: object) => validateSchema(object as KubernetesObject).map(({ code }) => code);
  expect(codes(virtualService({}, { specs: {} }))).toEqual(['MESH110']);
  expect(codes({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: 1 } })).toEqual(['MESH110']);
  expect(codes({ apiVersion: 'apps/v1', kind: 'Deploymnet', metadata })).toEqual(['MESH110']);
  expect(codes({ apiVersion: 'v1', kind: 'VirtualService', metadata })).toEqual(['IST0106']);
  expect(codes(virtualService({ hots: [] }))).toEqual(['IST0106']);
});

describe('CEL rules', () => {
  test.each<[string, object, number]>([
    ['a duration of 1ms', destinationRule({ connectionPool: { tcp: { connectTimeout: '1ms' } } }), 0],
    ['a duration of nothing', destinationRule({ connectionPool: { tcp: { connectTimeout: '0s' } } }), 1],
    ['no duration', destinationRule({ connectionPool: { tcp: { connectTimeout: 'soon' } } }), 1],
    ['an empty duration', destinationRule({ connectionPool: { tcp: { connectTimeout: '' } } }), 1],
    [
      'wrong types, and a rule about another field',
      destinationRule({ connectionPool: { tcp: { connectTimeout: '0s', maxConnections: 'x' } } }),
      2,
    ],
  ])('%s', (_name, object, count) => {
    expect(said(object)).toHaveLength(count);
  });

  test.each<[string, object, string[]]>([
    [
      'selector and targetRefs',
      { selector: {}, targetRefs: [{ kind: 'Service', name: 'a' }] },
      ['spec: only one of targetRefs or selector can be set'],
    ],
    ['a null does not count', { selector: null, targetRefs: [{ kind: 'Service', name: 'a' }] }, []],
    [
      'a URL by its scheme',
      { jwtRules: [{ issuer: 'a', jwksUri: 'ftp://a' }] },
      ['spec.jwtRules.0.jwksUri: url must have scheme http:// or https://'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said({ apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication', metadata, spec })).toEqual(expected);
  });
});

describe('metadata', () => {
  test.each<[string, object, string[]]>([
    ['no name', {}, ['metadata.name: the object has neither a name nor a generateName']],
    ['a generated name', { generateName: 'a-' }, []],
    [
      'an upper case name',
      { name: 'Site' },
      ['metadata.name: `Site` must be lower case letters, digits, `-` and `.`, each part starting and ending with a letter or digit'],
    ],
    [
      'a namespace with dots',
      { name: 'a', namespace: 'a.b' },
      ['metadata.namespace: `a.b` must be lower case letters, digits and inner `-`'],
    ],
    ['a label that is a number', { name: 'a', labels: { version: 1 } }, ['metadata.labels.version: `1` where a string belongs']],
    [
      'a bad label key',
      { name: 'a', labels: { 'a b': '1' } },
      ['metadata.labels.a b: label key `a b` must be letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit'],
    ],
    [
      'a bad label value',
      { name: 'a', labels: { a: 'x y' } },
      ['metadata.labels.a: label value `x y` must be letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit'],
    ],
    ['annotation keys in any case', { name: 'a', annotations: { 'Example.com/x': 'any text' } }, []],
    ['a null creation time', { name: 'a', creationTimestamp: null }, []],
    [
      'annotations too large',
      { name: 'a', annotations: { a: 'x'.repeat(262144) } },
      ['metadata.annotations: the annotations have 262145 bytes together, at most 262144 are allowed'],
    ],
  ])('%s', (_name, own, expected) => {
    expect(said(virtualService({}, { metadata: own }))).toEqual(expected);
  });

  test('metadata that is no object', () => {
    expect(said(virtualService({}, { metadata: 'x' }))).toEqual(['metadata: the string `x` where an object belongs']);
  });
});

describe('kinds and versions', () => {
  test.each<[string, string, string[]]>([
    ['networking.istio.io/v1', 'VirtualServices', ['kind: `networking.istio.io/v1` has no kind `VirtualServices`']],
    ['networking.istio.io/v2', 'VirtualService', ['apiVersion: VirtualService is not served in version `v2`']],
    ['network.istio.io/v1', 'VirtualService', ['apiVersion: no resource of Istio is in `network.istio.io/v1`']],
    ['apps/v1', 'Deploymnet', ['kind: `apps/v1` has no kind `Deploymnet`']],
    ['v1', 'VirtualService', ['kind: `v1` has no kind `VirtualService`']],
    ['v1', 'Event', []],
    ['example.com/v1', 'Whatever', []],
  ])('%s %s', (apiVersion, kind, expected) => {
    expect(said({ apiVersion, kind, metadata })).toEqual(expected);
  });
});

test('a field that cannot be read does not hide the other faults of the object', () => {
  const container = (name: string, more: object = {}) => ({ name, image: 'a:1', ...more });
  const pod = {
    containers: [
      container('web', { env: [{ name: 'A', value: 1 }], volumeMounts: [{ name: 'nope', mountPath: '/x' }] }),
      container('web'),
      container('other', { ports: [{ containerPort: '80' }], imagePullPolicy: 'always' }),
    ],
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'b' } }, spec: pod } },
  };
  const found = said(deployment);
  const also = found.filter((text) => text.includes(': also: '));
  expect(found.length - also.length).toBe(2);
  expect(also).toEqual([
    'spec.template.spec.containers.0.volumeMounts.0.name: also: the pod has no volume `nope`',
    'spec.template.spec.containers.2.imagePullPolicy: also: `always` is not among the values `Always`, `Never`, `IfNotPresent`',
    'spec.template.spec.containers.1.name: also: another container is named `web`',
    'spec.selector.matchLabels.app: also: the pods of the template do not have the label `app: a`',
  ]);
});

describe('Gateway API', () => {
  const object = (kind: string, spec: object) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata, spec });
  const gateway = (spec: object) =>
    object('Gateway', { gatewayClassName: 'istio', listeners: [{ name: 'a', port: 80, protocol: 'HTTP' }], ...spec });
  const rule = (entry: object) => object('HTTPRoute', { parentRefs: [{ name: 'g' }], rules: [entry] });
  const path = (value: string) => rule({ matches: [{ path: { value } }], backendRefs: [{ name: 'a', port: 80 }] });

  test.each<[string, object, string[]]>([
    ['a sound route, with what defaults fill in', path('/a'), []],
    ['a Gateway for a Service that exists', gateway({ addresses: [{ type: 'Hostname', value: 'ingress' }] }), []],
    ['an unknown field', rule({ match: [] }), ['spec.rules.0.match: unknown field `match`']],
    [
      'a weight below 0',
      rule({ backendRefs: [{ name: 'a', port: 80, weight: -1 }] }),
      ['spec.rules.0.backendRefs.0.weight: `-1` must be at least 0'],
    ],
    [
      'a path of the default type without a slash',
      path('a'),
      ["spec.rules.0.matches.0.path: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']"],
    ],
    [
      'a backend without a port',
      rule({ backendRefs: [{ name: 'a' }] }),
      ['spec.rules.0.backendRefs.0: Must have port for Service reference'],
    ],
    ['a hostname that is an address', object('HTTPRoute', { hostnames: ['192.0.2.1'] }), []],
    [
      'an address of no form',
      gateway({ addresses: [{ value: 'ingress' }] }),
      ['spec.addresses.0: the value fits none of the forms allowed here'],
    ],
    [
      'a TLS hostname that is an address',
      object('TLSRoute', { hostnames: ['192.0.2.1'], rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] }),
      ['spec.hostnames: Hostnames cannot contain an IP'],
    ],
    [
      'one parent twice, in another namespace',
      object('HTTPRoute', {
        parentRefs: [
          { name: 'g', namespace: 'other' },
          { name: 'g', namespace: 'other' },
        ],
      }),
      ['spec.parentRefs: sectionName or port must be unique when parentRefs includes 2 or more references to the same parent'],
    ],
    [
      'one parent name of two namespaces',
      object('HTTPRoute', {
        parentRefs: [
          { name: 'g', namespace: 'one' },
          { name: 'g', namespace: 'two' },
        ],
      }),
      [],
    ],
    [
      'two listeners of one name',
      gateway({
        listeners: [
          { name: 'a', port: 80, protocol: 'HTTP' },
          { name: 'a', port: 81, protocol: 'HTTP' },
        ],
      }),
      ['spec.listeners.1: another item has the same name: {"name":"a"}'],
    ],
    [
      'a timeout longer than the whole',
      rule({ timeouts: { request: '1s', backendRequest: '2s' } }),
      ['spec.rules.0.timeouts: backendRequest timeout cannot be longer than request timeout'],
    ],
  ])('%s', (_name, manifest, expected) => {
    expect(said(manifest)).toEqual(expected);
  });
});

const bare = { metadata: { name: 'a' } };
const owner = { apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'b' };
const long = (length: number) => 'a'.repeat(length);

describe('any object', () => {
  holdValues(
    [
      [
        'group, version and kind',
        ([apiVersion, kind]: readonly [unknown, string]) => ({ apiVersion, kind, spec: { hosts: [] }, ...bare }),
        [
          ['install.istio.io/v1alpha1', 'IstioOperator'],
          ['example.com/v1', 'Anything'],
          ['v1', 'PodList'],
          ['networking.istio.io/v1', 'VirtualService'],
          ['networking.istio.io/v1beta1', 'VirtualService'],
          [1, 'Pod'],
        ],
        [
          ['networking.istio.io/v1', 'VirtualServices'],
          ['networking.istio.io/v2', 'VirtualService'],
          ['networking.istio.io/v1', 'VirtualServiceList'],
          ['networking.istio.io/v1', 'Xyz'],
          ['foo.istio.io/v1', 'VirtualService'],
          ['v1', 'VirtualService'],
          ['v1', 'Deployment'],
          ['v2', 'Pod'],
          ['apps/v1beta1', 'Deployment'],
        ],
      ],
      [
        'names',
        (metadata: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata }),
        [
          { name: 'a.b' },
          { name: long(253) },
          { generateName: 'a-' },
          { generateName: 'a' },
          { name: 'a', namespace: long(63) },
          { name: 'a', namespace: '' },
        ],
        [
          {},
          { name: '' },
          { name: long(254) },
          { name: 'A' },
          { generateName: '' },
          { generateName: '-' },
          { generateName: '-a-' },
          { generateName: 'ab_c-' },
          { name: 'a', generateName: 'B' },
          { name: 'a', namespace: 'a.b' },
          { name: 'a', namespace: long(64) },
          'a',
          [],
        ],
      ],
      [
        'names by kind',
        ([kind, name]: readonly [string, string]) => ({
          apiVersion: kind.endsWith('Role') ? 'rbac.authorization.k8s.io/v1' : 'v1',
          kind,
          metadata: { name },
          ...(kind === 'Service' && { spec: { ports: [{ port: 80 }] } }),
        }),
        [
          ['Service', 'a-1'],
          ['Namespace', '1a'],
          ['Role', 'A:b'],
          ['ClusterRole', 'a b'],
        ],
        [
          ['Service', '1a'],
          ['Service', 'a.b'],
          ['Namespace', 'a.b'],
          ['Role', 'a/b'],
          ['ClusterRole', '..'],
          ['Secret', 'a_b'],
        ],
      ],
      [
        'metadata',
        (more: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...more } }),
        [
          { labels: { 'a.b/C_d': 'E.f-1', a: '' } },
          { annotations: { 'A.b/c': 'any thing' } },
          { annotations: { a: long(262143) } },
          { finalizers: ['a.b/c'] },
          { ownerReferences: [owner] },
        ],
        [
          { labels: { 'A.b/c': 'd' } },
          { labels: { 'a/b/c': 'd' } },
          { labels: { '/a': 'b' } },
          { labels: { [long(64)]: 'b' } },
          { labels: { a: long(64) } },
          { labels: { a: '-b' } },
          { labels: { a: 1 } },
          { annotations: { 'a b': 'c' } },
          { annotations: { a: long(262144) } },
          { finalizers: ['a b'] },
          ...['apiVersion', 'kind', 'name', 'uid'].map((field) => ({ ownerReferences: [{ ...owner, [field]: '' }] })),
        ],
      ],
      [
        'one fault beside others',
        (more: object) => ({ apiVersion: 'v1', kind: 'Service', ...bare, ...more }),
        [],
        [
          { spec: { ports: [{ port: '80' }], type: 'x' } },
          { spec: { ports: [{ port: 80, name: 1 }], type: 'x', unknown: 1 } },
          { spec: { ports: [{ port: '80.5' }], type: 'x' } },
          { spec: { ports: 'a', type: 'x' } },
          { spec: { ports: [{ port: 0, name: true }] } },
        ],
      ],
    ],
    (object) => validateSchema(object as KubernetesObject),
  );
});
