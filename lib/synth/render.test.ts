import { ApiObject, App, Chart, type IResolver, JsonPatch, Lazy } from 'cdk8s';
import { IntOrString, KubePodDisruptionBudget, KubeService, type ServiceSpec } from 'cdk8s-plus-27/lib/imports/k8s';
import fc from 'fast-check';
import { VirtualService, type VirtualServiceSpec } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { render } from './render';

const chart = () => new Chart(new App(), 'chart');
const configMap = (data: unknown) =>
  new ApiObject(chart(), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data });
const service = (spec: ServiceSpec) => new KubeService(chart(), 'svc', { metadata: { name: 'svc' }, spec });
const virtualService = (spec: VirtualServiceSpec) => new VirtualService(chart(), 'vs', { metadata: { name: 'vs' }, spec });

const patched = <T extends ApiObject>(object: T, ...patches: JsonPatch[]): T => {
  object.addJsonPatch(...patches);
  return object;
};

describe('renders what cdk8s renders', () => {
  test.each<[string, () => ApiObject]>([
    ['a plain object', () => configMap({ a: Lazy.any({ produce: () => ['x'] }), gone: undefined })],
    ['names that TypeScript changed', () => service({ clusterIp: 'None', externalIPs: ['10.0.0.1'] })],
    [
      'a number or string',
      () =>
        service({
          ports: [
            { port: 80, targetPort: IntOrString.fromString('http') },
            { port: 81, targetPort: IntOrString.fromNumber(8081) },
          ],
        }),
    ],
    ['a name with an underscore', () => virtualService({ http: [{ mirrorPercent: 5, headers: { request: { set: { 'x-a': '1' } } } }] })],
    ['no spec', () => new VirtualService(chart(), 'vs')],
    [
      'patches',
      () =>
        patched(service({ ports: [{ port: 80 }] }), JsonPatch.replace('/spec/ports/0/port', 81), JsonPatch.add('/spec/clusterIp', 'None')),
    ],
    [
      'a patch below what the one before it adds',
      () => patched(configMap({}), JsonPatch.add('/data/a', {}), JsonPatch.add('/data/a/b', 1)),
    ],
    [
      'escaped pointers',
      () => patched(configMap({ 'a/b~c': '1' }), JsonPatch.replace('/data/a~1b~0c', '2'), JsonPatch.copy('/data/a~1b~0c', '/data/d')),
    ],
  ])('%s', (_, make) => {
    const object = make();
    expect(JSON.stringify(render(object))).toBe(JSON.stringify(object.toJson()));
  });

  test('with a toJson that somebody wrote', () => {
    class Named extends VirtualService {
      override toJson() {
        return { ...super.toJson(), metadata: { name: 'vs', namespace: 'elsewhere' } };
      }
    }
    const object = new Named(chart(), 'vs', { metadata: { name: 'vs' } });
    expect(render(object).metadata).toEqual({ name: 'vs', namespace: 'elsewhere' });
  });
});

describe('a field that would not reach the YAML is an error', () => {
  const misspelled = { hosts: ['a'], http: [{ timeuot: '10s' } as object] } satisfies VirtualServiceSpec;
  const unknown = (kind: string) => `the class of ${kind} knows no such field, and drops it silently`;
  const vs = unknown('networking.istio.io/v1 VirtualService');
  const svc = unknown('v1 Service');
  const one = () => 1;
  const nothing = (value: string) => `\`${value}\` is nothing that Kubernetes can be sent`;
  const half = (text: string) => `${text} has half of a character (a lone surrogate), which kubectl rejects`;
  test.each<[what: string, make: () => ApiObject, path: string, why: string, fix: string]>([
    ['given to the construct', () => virtualService(misspelled), 'spec.http.0.timeuot', vs, 'did you mean `timeout`?'],
    [
      'added by a patch',
      () => patched(virtualService({ hosts: ['a'] }), JsonPatch.add('/spec/gateway', ['b'])),
      'spec.gateway',
      vs,
      'did you mean `gateways`?',
    ],
    ['like no other', () => virtualService({ zzzzzz: 1 } as object), 'spec.zzzzzz', vs, ''],
    [
      "by the schema's name instead of TypeScript's",
      () => patched(service({}), JsonPatch.add('/spec/clusterIP', 'None')),
      'spec.clusterIP',
      svc,
      'did you mean `clusterIp`?',
    ],
    [
      'which the class sets itself',
      () => patched(virtualService({}), JsonPatch.replace('/apiVersion', 'networking.istio.io/v1beta1')),
      'apiVersion',
      vs,
      '',
    ],
    [
      'beside its own other name',
      () => patched(service({ clusterIp: 'None' }), JsonPatch.add('/spec/clusterIP', '10.0.0.1')),
      'spec.clusterIP',
      svc,
      'did you mean `clusterIp`?',
    ],
    ['a function', () => configMap({ a: one }), 'data.a', nothing(String(one)), ''],
    ['no number', () => configMap({ a: [1, Number.NaN] }), 'data.a.1', nothing('NaN'), ''],
    ['a bigint', () => configMap({ a: 1n }), 'data.a', nothing('1'), ''],
    ['a symbol', () => configMap({ a: Symbol('b') }), 'data.a', nothing('Symbol(b)'), ''],
    ['half of a character', () => configMap({ a: 'x\ud83d' }), 'data.a', half('"x\\ud83d"'), ''],
    ['half of a character in a key', () => configMap({ '\ude00': '1' }), 'data.\ude00', half('"\\ude00"'), ''],
  ])('%s', (_, make, path, why, fix) => {
    const object = make();
    const lines = [
      `FieldDropped: \`${path}\` of ${object.kind} \`${object.name}\` would not reach the YAML`,
      `at construct ${object.node.path}`,
      `why: ${why}`,
      ...(fix ? [`fix: ${fix}`] : []),
    ];
    expect(() => render(object)).toThrow(ConstructError);
    expect(() => render(object)).toThrow(new Error(lines.join('\n    ')));
  });
});

test('a key `__proto__` is a key like any other, and changes no prototype', () => {
  const data = JSON.parse('{"__proto__":{"a":"1"},"b":{"__proto__":"2"}}');
  expect(JSON.stringify(render(configMap(data)).data)).toBe('{"__proto__":{"a":"1"},"b":{"__proto__":"2"}}');
  const written = render(configMap(data)).data as object;
  expect(Reflect.deleteProperty(written, '__proto__')).toBe(true); // whoever is given it may change it
  const object = configMap({});
  object.metadata.addAnnotation('a', 'b');
  const labelled = new ApiObject(chart(), 'map', {
    apiVersion: 'v1',
    kind: 'Map',
    metadata: { annotations: JSON.parse('{"__proto__":"c"}') },
  });
  expect(JSON.stringify(render(labelled).metadata.annotations)).toBe('{"__proto__":"c"}');
});

describe('a patch that does not apply is an error', () => {
  const spec = { hosts: ['a'], http: [{ timeout: '10s' }] };
  const replaceFix = 'JsonPatch.add sets a field that is not there yet';
  const passes = 'a patch cannot pass through what does not exist';
  test.each<[patch: JsonPatch, fact: string, why: string, fix: string]>([
    [JsonPatch.replace('/spec/htp', []), '`replace` on `/spec/htp` finds no `htp`', 'there is `hosts`, `http`', 'did you mean `http`?'],
    [JsonPatch.replace('/spec/gateways', []), '`replace` on `/spec/gateways` finds no `gateways`', 'there is `hosts`, `http`', replaceFix],
    [JsonPatch.remove('/spec/gateways'), '`remove` on `/spec/gateways` finds no `gateways`', 'there is `hosts`, `http`', ''],
    [JsonPatch.remove('/spec/toString'), '`remove` on `/spec/toString` finds no `toString`', 'there is `hosts`, `http`', ''],
    [JsonPatch.remove('/spec/http/1'), '`remove` on `/spec/http/1` finds no `1`', 'there is `0`', ''],
    [JsonPatch.remove('/spec/http/00'), '`remove` on `/spec/http/00` finds no `00`', 'there is `0`', ''],
    [JsonPatch.remove('/spec/http/0x'), '`remove` on `/spec/http/0x` finds no `0x`', 'there is `0`', ''],
    [JsonPatch.remove('/spec/http/-0'), '`remove` on `/spec/http/-0` finds no `-0`', 'there is `0`', ''],
    [JsonPatch.remove('/spec/http/-'), '`remove` on `/spec/http/-` finds no `-`', 'there is `0`', ''],
    [JsonPatch.remove('/spec/http/length'), '`remove` on `/spec/http/length` finds no `length`', 'there is `0`', ''],
    [JsonPatch.add('/spec/http/-/timeout', '1s'), '`add` on `/spec/http/-/timeout` finds no `-`', 'there is `0`', ''],
    [JsonPatch.add('/spec/http/2', {}), '`add` on `/spec/http/2` finds no `2`', 'there is `0`', ''],
    [JsonPatch.add('/spec/http/1/timeout', '1s'), '`add` on `/spec/http/1/timeout` finds no `1`', 'there is `0`', ''],
    [
      JsonPatch.add('/spec/http/0/retries/attempts', 2),
      '`add` on `/spec/http/0/retries/attempts` finds no `retries`',
      'there is `timeout`',
      '',
    ],
    [JsonPatch.add('/spec/hosts/0/a', 2), '`add` on `/spec/hosts/0/a` finds no `a`', 'there is nothing at that place', ''],
    [JsonPatch.replace('/spec/~0~1', 2), '`replace` on `/spec/~0~1` finds no `~/`', 'there is `hosts`, `http`', replaceFix],
    [JsonPatch.replace('/spec/~01', 2), '`replace` on `/spec/~01` finds no `~1`', 'there is `hosts`, `http`', replaceFix],
    [
      JsonPatch.add('spec/exportTo', ['.']),
      '`add` on `spec/exportTo` finds no `spec/exportTo`',
      'there is `apiVersion`, `kind`, `metadata`, `spec`',
      '`/spec/exportTo`',
    ],
    [
      JsonPatch.move('/spec/hots', '/spec/gateways'),
      '`move` from `/spec/hots` to `/spec/gateways` finds no `hots`',
      'there is `hosts`, `http`',
      'did you mean `hosts`?',
    ],
    [JsonPatch.copy('/spec/hosts', '/spec/tls/0'), '`copy` on `/spec/tls/0` finds no `tls`', 'there is `hosts`, `http`', ''],
    [JsonPatch.test('/spec/tls', []), '`test` on `/spec/tls` finds no `tls`', 'there is `hosts`, `http`', ''],
  ])('%j', (patch, fact, why, fix) => {
    const lines = [
      `JsonPatchPath: a JSON patch ${fact}`,
      'at construct chart/vs',
      `why: ${why}; ${passes}`,
      ...(fix ? [`fix: ${fix}`] : []),
    ];
    expect(() => render(patched(virtualService(spec), patch))).toThrow(new Error(lines.join('\n    ')));
  });

  test('what a patch tests for is not so', () => {
    expect(() => render(patched(virtualService(spec), JsonPatch.test('/spec/hosts/0', 'b')))).toThrow(
      new Error(
        'JsonPatchTest: a JSON patch `test` on `/spec/hosts/0` does not hold\n    at construct chart/vs\n    why: it expects `"b"`',
      ),
    );
  });

  test('below null, and in an empty object, there is nothing', () => {
    for (const data of [{ a: null }, { a: {} }]) {
      const object = patched(configMap({}), JsonPatch.add('/data/a', data.a), JsonPatch.remove('/data/a/b'));
      expect(() => render(object)).toThrow('finds no `b`\n    at construct chart/map\n    why: there is nothing at that place; ');
    }
  });

  test.each<[JsonPatch, unknown]>([
    [JsonPatch.add('/data/list/-', 'c'), ['a', 'b', 'c']],
    [JsonPatch.add('/data/list/2', 'c'), ['a', 'b', 'c']],
    [JsonPatch.add('/data/list/0', 'c'), ['c', 'a', 'b']],
    [JsonPatch.replace('/data/list/1', 'c'), ['a', 'c']],
    [JsonPatch.move('/data/list/1', '/data/list/0'), ['b', 'a']],
    [JsonPatch.copy('/data/list/0', '/data/list/-'), ['a', 'b', 'a']],
    [JsonPatch.test('/data/list/0', 'a'), ['a', 'b']],
    [JsonPatch.replace('', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, data: { list: [] } }), []],
  ])('but %j applies', (patch, list) => {
    expect(render(patched(configMap({ list: ['a', 'b'] }), patch)).data).toEqual({ list });
  });
});

test('what is null or undefined is no part of it', () => {
  const labels = { a: undefined as unknown as string };
  const object = new ApiObject(chart(), 'map', {
    apiVersion: 'v1',
    kind: 'Map',
    metadata: { name: 'map', labels },
    data: { b: null, c: 1 },
  });
  expect(render(object)).toStrictEqual({ apiVersion: 'v1', kind: 'Map', metadata: { name: 'map' }, data: { c: 1 } });
});

test('an object without a prototype is data, and so is a key `constructor`', () => {
  expect(render(configMap(Object.assign(Object.create(null), { a: 1 }))).data).toEqual({ a: 1 });
  expect(render(configMap({ constructor: 'a', toString: 'b' })).data).toEqual({ constructor: 'a', toString: 'b' });
});

test('what is no data is named, with its place', () => {
  expect(() => render(configMap({ at: [new Date(0)] }))).toThrow(
    'NotRenderable: `data.at.0` of ConfigMap `map` is a Date, which is not plain data\n    at construct chart/map',
  );
});

test('an error found late comes through as it is', () => {
  const late = new ConstructError('Late', 'found out at the end');
  const refuse = () => {
    throw late;
  };
  expect(() => render(configMap({ at: Lazy.any({ produce: refuse }) }))).toThrow(late);
});

/** What a declaration may hold: data, what is missing, and what cdk8s's resolvers replace. */
const { value: declared } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, undefined, '', 'red', 0, 1.5, true, {}, []),
    fc.constant(IntOrString.fromString('http')),
    tie('value').map((value) => Lazy.any({ produce: () => value })),
    tie('value').map((value) => ({ resolve: () => value })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('b', 'a', 'C', '1', 'value'), tie('value'), { noNullPrototype: true }),
  ),
}));

const namesPlaces: IResolver = {
  resolve: (context) => context.value === 'red' && context.replaceValue({ colour: context.key.join('.') }),
};

describe('is what cdk8s makes of it', () => {
  afterEach(() => {
    delete process.env.CDK8S_DISABLE_SORT;
  });

  test.each<[string, IResolver[], string]>([
    ['its own resolvers', [], ''],
    ['another resolver', [namesPlaces], ''],
    ['keys not sorted', [], '1'],
  ])('with %s', (_, resolvers, disableSort) => {
    process.env.CDK8S_DISABLE_SORT = disableSort;
    const law = fc.property(declared, (data) => {
      const object = new ApiObject(new Chart(new App({ resolvers }), 'chart'), 'map', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { annotations: { key: data as never }, extra: data },
        data,
      });
      object.metadata.addFinalizers('f');
      for (const name of ['more', 'labels', 'name']) object.metadata.add(name, data);
      expect(JSON.stringify(render(object))).toBe(JSON.stringify(object.toJson()));
    });
    fc.assert(law, { numRuns: Number(process.env.FUZZ_RUNS ?? 300) });
  });
});

describe('a JSON patch sets a number-or-string as Kubernetes has it', () => {
  const patchedService = (...patches: JsonPatch[]) => {
    const object = new KubeService(chart(), 'service', {
      metadata: { name: 'service' },
      spec: { ports: [{ port: 80, targetPort: IntOrString.fromNumber(8080) }] },
    });
    object.addJsonPatch(...patches);
    return render(object).spec;
  };

  test.each<[JsonPatch, object]>([
    [JsonPatch.replace('/spec/ports/0/targetPort', 'web'), { ports: [{ port: 80, targetPort: 'web' }] }],
    [
      JsonPatch.add('/spec/ports/-', { port: 9090, targetPort: 9090 }),
      {
        ports: [
          { port: 80, targetPort: 8080 },
          { port: 9090, targetPort: 9090 },
        ],
      },
    ],
  ])('%#', (patch, spec) => expect(patchedService(patch)).toEqual(spec));

  test('in several places', () => {
    const ports = [
      { port: 80, targetPort: 'web' },
      { port: 81, targetPort: 8081 },
    ];
    expect(patchedService(JsonPatch.replace('/spec/ports', ports))).toEqual({ ports });
  });

  test('a name that the class does not know is lost all the same', () => {
    expect(() => patchedService(JsonPatch.add('/spec/ports/0/targetPrt', 9090))).toThrow(
      expect.objectContaining({ errorName: 'FieldDropped', details: expect.objectContaining({ fix: 'did you mean `targetPort`?' }) }),
    );
  });

  test('a percentage stays a percentage', () => {
    const budget = new KubePodDisruptionBudget(chart(), 'budget', { metadata: { name: 'b' }, spec: {} });
    budget.addJsonPatch(JsonPatch.add('/spec/maxUnavailable', '25%'));
    expect(render(budget).spec).toEqual({ maxUnavailable: '25%' });
  });

  test('a value is not put into an object that is meant for something else', () => {
    const route = new VirtualService(chart(), 'vs', {
      metadata: { name: 'vs' },
      spec: { hosts: ['a'], http: [{ fault: { abort: { httpStatus: 500, percentage: { value: 1 } } } }] },
    });
    route.addJsonPatch(JsonPatch.replace('/spec/http/0/fault/abort/percentage', 5));
    expect(() => render(route)).toThrow(expect.objectContaining({ errorName: 'FieldDropped' }));
  });
});
