import type { KubernetesObject } from '../../istio/objects';
import { meshOf, object } from '../objects.test.helper';

const apiVersion = 'networking.k8s.io/v1';
const backend = (name: string, port: object = { number: 80 }) => ({ service: { name, port } });
const path = (text: string | undefined, pathType: string, to: object = backend('web')) => ({ path: text, pathType, backend: to });
const ingress = (name: string, spec: object, annotations?: Readonly<Record<string, string>>) =>
  object('Ingress', name, { apiVersion, spec, annotations });
const paths = (...all: readonly object[]) => ({ rules: [{ host: 'a', http: { paths: all } }] });
const ofClass = (name: string) => ({ ingressClassName: name });
const ingressClass = (name: string, controller: string, isDefault?: string, creationTimestamp?: string) => {
  const written = object('IngressClass', name, {
    apiVersion,
    spec: { controller },
    annotations: isDefault ? { 'ingressclass.kubernetes.io/is-default-class': isDefault } : {},
  });
  return { ...written, metadata: { ...written.metadata, creationTimestamp } };
};
const config = (mesh: string) => object('ConfigMap', 'istio-system/istio', { data: { mesh } });
const istio = 'istio.io/ingress-controller';
const annotated = (name: string) => ({ 'kubernetes.io/ingress.class': name });

const served = (written: KubernetesObject, others: readonly KubernetesObject[], complete: boolean) => {
  const mesh = meshOf([written, ...others], { complete });
  const [manifest] = mesh.ofKind('networking.k8s.io', 'Ingress');
  const found = manifest && mesh.ingresses.serviceOf(manifest);
  return [found?.served, found?.undecided !== undefined, mesh.ingresses.isDecided];
};

// [the Ingress, other objects, is it served where the manifests hold every class, and where they do not; is that undecided]
test.each<[string, KubernetesObject, readonly KubernetesObject[], boolean, boolean, boolean]>([
  ['annotated with istio', ingress('shop/i', {}, annotated('istio')), [], true, true, false],
  ['annotated with another', ingress('shop/i', {}, annotated('nginx')), [], false, false, false],
  ['annotated before its class', ingress('shop/i', ofClass('nginx'), annotated('istio')), [ingressClass('nginx', 'n')], true, true, false],
  ['annotated with the mesh’s class', ingress('shop/i', {}, annotated('own')), [config('ingressClass: own')], true, true, false],
  [
    'annotated with istio, which is not the mesh’s class',
    ingress('shop/i', {}, annotated('istio')),
    [config('ingressClass: own')],
    false,
    false,
    false,
  ],
  ['of a class of Istio', ingress('shop/i', ofClass('c')), [ingressClass('c', istio)], true, true, false],
  ['of a class of another', ingress('shop/i', ofClass('c')), [ingressClass('c', 'n')], false, false, false],
  ['of a class that is not there', ingress('shop/i', ofClass('c')), [], false, false, false],
  ['of a class istio that is not there', ingress('shop/i', ofClass('istio')), [], false, true, true],
  [
    'of a class that is not there, in a mesh for all',
    ingress('shop/i', ofClass('c')),
    [config('ingressControllerMode: DEFAULT')],
    true,
    false,
    false,
  ],
  ['of no class', ingress('shop/i', {}), [], false, false, false],
  ['of no class, in a mesh for all', ingress('shop/i', {}), [config('ingressControllerMode: DEFAULT')], true, true, false],
  ['of no class, with a default', ingress('shop/i', {}), [ingressClass('c', istio, 'true')], true, true, false],
  ['of no class, with one that is no default', ingress('shop/i', {}), [ingressClass('c', istio, 'false')], false, false, false],
  [
    'of the newest default',
    ingress('shop/i', {}),
    [ingressClass('a', 'n', 'true', '2026-01-01'), ingressClass('b', istio, 'true', '2026-01-02')],
    true,
    true,
    false,
  ],
  [
    'not of an older default',
    ingress('shop/i', {}),
    [ingressClass('a', istio, 'true', '2026-01-01'), ingressClass('b', 'n', 'true', '2026-01-02')],
    false,
    false,
    false,
  ],
  [
    'of a default whose age is known, before one whose age is not',
    ingress('shop/i', {}),
    [ingressClass('a', 'n', 'true'), ingressClass('b', istio, 'true', '2026-01-02')],
    true,
    true,
    false,
  ],
  [
    'of the first default by name',
    ingress('shop/i', {}),
    [ingressClass('b', 'n', 'true'), ingressClass('a', istio, 'true')],
    true,
    true,
    false,
  ],
  ['in a mesh that serves none', ingress('shop/i', {}, annotated('istio')), [config('ingressControllerMode: "OFF"')], false, false, false],
])('%s', (_, written, others, complete, partial, undecided) => {
  expect(served(written, others, true)).toEqual([complete, false, true]);
  expect(served(written, others, false)).toEqual([partial, undecided, !undecided]);
});

const virtualServices = (...objects: readonly KubernetesObject[]) =>
  meshOf([ingressClass('c', istio), ...objects]).ingresses.virtualServices;

/** The rules of the only host, as `match > backend`. */
function rules(...written: readonly object[]): (string | undefined)[] {
  const services = [
    object('Service', 'shop/web', {
      spec: {
        ports: [
          { name: 'http', port: 80 },
          { name: 'other', port: 8080 },
        ],
      },
    }),
    object('ServiceEntry', 'shop/e', {
      spec: { hosts: ['ext.shop.svc.cluster.local'], ports: [{ name: 'http', number: 80, protocol: 'HTTP' }] },
    }),
  ];
  const all = written.map((spec, index) => ingress(`shop/i${index}`, { ...ofClass('c'), ...spec }));
  const [only] = virtualServices(...services, ...all);
  return (only?.converted ?? []).map(({ spec: { match, route }, place, matchPlaces }) => {
    const [first] = route ?? [];
    const uri = match?.[0]?.uri;
    const condition = uri ? Object.entries(uri).flat().join(' ') : 'any';
    const { host, port } = first?.destination ?? {};
    return `${condition} > ${host?.split('.')[0]}:${port?.number} ${place.manifest.object.metadata.name} ${place.path.join('.')} ${matchPlaces.length}`;
  });
}

// [path, its type, what it fits]
test.each<[string | undefined, string, string]>([
  ['/a', 'Exact', 'exact /a'],
  ['/a', 'Prefix', 'prefix /a'],
  ['', 'Exact', 'exact '],
  ['/a', 'ImplementationSpecific', 'exact /a'],
  ['/a/*', 'ImplementationSpecific', 'prefix /a'],
  ['/a.*', 'ImplementationSpecific', 'prefix /a'],
  ['/a*', 'ImplementationSpecific', 'exact /a*'],
  ['/a/*/b', 'ImplementationSpecific', 'exact /a/*/b'],
  ['/a/b/*', 'ImplementationSpecific', 'prefix /a/b'],
  ['/a/*', 'Prefix', 'prefix /a/*'],
  ['/a/*', 'Exact', 'exact /a/*'],
  ['', 'ImplementationSpecific', 'any'],
  [undefined, 'ImplementationSpecific', 'any'],
  ['*', 'ImplementationSpecific', 'any'],
  ['/*', 'ImplementationSpecific', 'any'],
  ['.*', 'ImplementationSpecific', 'any'],
])('the path %j of type %s fits %s', (text, type, expected) => {
  expect(rules(paths(path(text, type)))).toEqual([`${expected} > web:80 i0 spec.rules.0.http.paths.0 ${expected === 'any' ? 0 : 1}`]);
});

test('the longer path goes first, then the exact one, whatever Ingress it is of', () => {
  const [one, other] = [
    paths(path('/a', 'Prefix'), path('/a', 'Exact'), path('', 'ImplementationSpecific')),
    paths(path('/a/b', 'Prefix'), path('/ä', 'Prefix'), path('/b', 'Exact')),
  ];
  expect(rules(one, other).map((text) => text?.replace(/ >.*? i/, ' i').replace('spec.rules.0.http.paths.', ''))).toEqual([
    'prefix /a/b i1 0 1',
    'prefix /ä i1 1 1',
    'exact /a i0 1 1',
    'exact /b i1 2 1',
    'prefix /a i0 0 1',
    'any i0 2 0',
  ]);
});

// [backend, where it leads]
test.each<[object, readonly string[]]>([
  [backend('web'), ['web:80']],
  [backend('none', { number: 81 }), ['none:81']],
  [backend('web', { name: 'other' }), ['web:8080']],
  [backend('web', { name: 'none' }), []],
  [backend('none', { name: 'http' }), []],
  [backend('ext', { name: 'http' }), []],
  [backend('web', { number: 0, name: 'http' }), ['web:80']],
  [backend('', { number: 80 }), []],
  [{ resource: { kind: 'Bucket', name: 'b' } }, []],
])('a backend %j', (to, expected) => {
  expect(rules(paths(path('/', 'Prefix', to))).map((text) => text?.split(' ')[3])).toEqual(expected);
});

test('a Gateway of each Ingress, a VirtualService of each host, bound to the Gateway of the first', () => {
  const objects = [
    ingress('shop/b', {
      ...ofClass('c'),
      rules: [
        { host: 'a.example.com', http: { paths: [path('/b', 'Exact')] } },
        { host: 'no.example.com' },
        { http: { paths: [path('/', 'Prefix')] } },
      ],
    }),
    ingress('shop/a', {
      ...ofClass('c'),
      rules: [{ host: 'a.example.com', http: { paths: [path('/a', 'Exact')] } }],
      tls: [{ secretName: 'cert', hosts: ['a.example.com'] }, { hosts: ['x'] }, { secretName: 'all' }],
    }),
    ingress('shop/other', { ...ofClass('n'), rules: [{ host: 'o', http: { paths: [path('/', 'Prefix')] } }] }),
  ];
  const name = (own: string) => `${own}-istio-autogenerated-k8s-ingress-shop`;
  expect(
    virtualServices(...objects).map(({ object: made, origin, semantics }) => [
      made.metadata,
      (made.spec as { hosts: unknown }).hosts,
      (made.spec as { gateways: unknown }).gateways,
      origin.object.metadata.name,
      semantics,
    ]),
  ).toEqual([
    [
      { name: 'a-example-com-a-istio-autogenerated-k8s-ingress', namespace: 'shop' },
      ['a.example.com'],
      [`istio-system/${name('a')}`],
      'a',
      'ingress',
    ],
    [{ name: '*-b-istio-autogenerated-k8s-ingress', namespace: 'shop' }, ['*'], [`istio-system/${name('b')}`], 'b', 'ingress'],
  ]);
  const { gateways } = meshOf([ingressClass('c', istio), config('ingressSelector: own'), ...objects]).ingresses;
  const plain = (own: string) => ({ port: { number: 80, protocol: 'HTTP', name: `http-80-ingress-${own}-shop` }, hosts: ['*'] });
  const secured = (index: number, hosts: readonly string[], credentialName: string) => ({
    port: { number: 443, protocol: 'HTTPS', name: `https-443-ingress-a-shop-${index}` },
    hosts,
    tls: { mode: 'SIMPLE', credentialName },
  });
  expect(gateways.map(({ object: made, titles }) => [made.metadata, made.spec, titles])).toEqual([
    [{ name: name('b'), namespace: 'istio-system' }, { selector: { istio: 'own' }, servers: [plain('b')] }, ['Ingress shop/b port 80']],
    [
      { name: name('a'), namespace: 'istio-system' },
      { selector: { istio: 'own' }, servers: [secured(0, ['a.example.com'], 'cert'), secured(2, ['*'], 'all'), plain('a')] },
      ['Ingress shop/a tls 0', 'Ingress shop/a tls 2', 'Ingress shop/a port 80'],
    ],
  ]);
});

test('Ingresses of which it is not known whether istiod serves them, for a host', () => {
  const rule = (host: string | undefined) => ({ host, http: { paths: [] } });
  const { ingresses } = meshOf([
    ingress('shop/one', { ...ofClass('istio'), rules: [rule('a.example.com'), rule('*.b.example.com')] }),
    ingress('shop/any', { ...ofClass('istio'), rules: [rule(undefined)] }),
    ingress('shop/none', { ...ofClass('istio') }),
    ingress('shop/other', { ...ofClass('nginx'), rules: [rule('a.example.com')] }),
  ]);
  const undecided = (host: string) => ingresses.undecidedFor(host).map((text) => text.split(':')[0]);
  expect(undecided('a.example.com')).toEqual(['Ingress shop/one', 'Ingress shop/any', 'Ingress shop/none']);
  expect(undecided('x.b.example.com')).toEqual(['Ingress shop/one', 'Ingress shop/any', 'Ingress shop/none']);
  expect(undecided('c.example.com')).toEqual(['Ingress shop/any', 'Ingress shop/none']);
});
