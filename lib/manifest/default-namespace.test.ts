import { inNamespace, namespaceOf } from './default-namespace';
import { sourceOfObject } from './manifest';

const none = undefined;

test.each<[options: string, file: string | undefined, namespace: string | undefined]>([
  ['', 'a.yaml', none],
  ['all', 'a.yaml', 'all'],
  ['all', none, 'all'],
  ['x', none, 'x'],
  ['=one', none, none],
  ['=one', 'x.yaml', 'one'],
  ['=one', '../x.yaml', none],
  ['a=one', 'a/x.yaml', 'one'],
  ['a=one', 'a/b/x.yaml', 'one'],
  ['a=one', 'ab/x.yaml', none],
  ['a=one', 'b/a/x.yaml', none],
  ['a=one', none, none],
  ['a/=one', 'a/x.yaml', 'one'],
  ['./a=one', 'a/x.yaml', 'one'],
  ['a=one', './a/x.yaml', 'one'],
  ['a=one', 'b/../a/x.yaml', 'one'],
  ['a/x.yaml=one', 'a/x.yaml', 'one'],
  ['a/x.yaml=one', 'a/y.yaml', none],
  ['.=one', 'a/x.yaml', 'one'],
  ['.=one', 'x.yaml', 'one'],
  ['.=one', '../x.yaml', none],
  ['.=one', 'a/..b/x..', 'one'],
  ['all a=one a/b=two', 'a/b/x.yaml', 'two'],
  ['a/b=two a=one all', 'a/b/x.yaml', 'two'],
  ['a/b=two a=one all', 'a/x.yaml', 'one'],
  ['a/b=two a=one all', 'x.yaml', 'all'],
  ['a=b=one', 'a=b/x.yaml', 'one'],
  ['a-1', none, 'a-1'],
  [`${'a'.repeat(63)}`, none, 'a'.repeat(63)],
])('%j for the file %s: %s', (options, file, namespace) => {
  expect(namespaceOf(options.split(' ').filter(Boolean))(file)).toBe(namespace);
});

test.each(['', 'A', '-a', 'a-', 'a_b', 'a.b', 'a=', 'a=B', 'a b', 'a'.repeat(64)])('%j names no namespace', (option) => {
  const name = option.slice(option.indexOf('=') + 1);
  expect(() => namespaceOf([option])).toThrow(new RangeError(name));
});

test.each<[kind: string, own: string | undefined, given: string | undefined, namespace: string | undefined]>([
  ['Service', none, 'all', 'all'],
  ['Service', '', 'all', 'all'],
  ['Service', 'own', 'all', 'own'],
  ['Service', none, none, none],
  ['ServiceMonitor', none, 'all', 'all'],
  ...'Namespace ValidatingWebhookConfiguration IngressClass StorageClass GatewayClass Istio'
    .split(' ')
    .map((kind): [string, undefined, string, undefined] => [kind, none, 'all', none]),
])('%s in namespace %s, given %s: %s', (kind, own, given, namespace) => {
  const object = {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', labels: { b: 'c' }, ...(own === none ? {} : { namespace: own }) },
    spec: 1,
  };
  const manifest = { object, source: sourceOfObject('x') };
  const read = inNamespace(manifest, given);
  expect(read).toStrictEqual({
    ...manifest,
    object: { ...object, metadata: { ...object.metadata, ...(namespace === none ? {} : { namespace }) } },
  });
});
