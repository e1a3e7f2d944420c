import type { KubernetesObject } from '../../istio/objects';
import { from, gateway, grant, http, route, to, translated } from './translated.test.helper';

describe('rules', () => {
  const filter = (type: string, field: string, value: object) => ({ filters: [{ type, [field]: value }], backendRefs: [to('a')] });
  const match = (...matches: readonly object[]) => ({ matches, backendRefs: [to('a')] });
  const value = (text: string, type?: string) => ({ path: { value: text, ...(type ? { type } : {}) } });
  const headers = {
    set: [
      { name: 'X-A', value: '1' },
      { name: 'x-a', value: '2' },
    ],
    add: [{ name: 'b', value: 'c' }],
    remove: ['d'],
  };
  const rewritten = (path: object, more: object = {}) => filter('URLRewrite', 'urlRewrite', { path, ...more });
  const redirected = (more: object) => filter('RequestRedirect', 'requestRedirect', more);
  test.each<[string, readonly object[]]>([
    ['paths', [match(value('/'), value('/a'), value('/b/'), value('/c', 'Exact'), value('/d.*', 'RegularExpression'), {})]],
    [
      'methods, headers, query parameters',
      [
        match(
          { method: 'GET' },
          {
            headers: [
              { name: 'a', value: '1' },
              { name: 'b', value: '.*', type: 'RegularExpression' },
            ],
            queryParams: [{ name: 'q', value: '2' }],
          },
          {
            headers: [
              { name: 'a', value: '1' },
              { name: 'a', value: '2' },
            ],
          },
        ),
      ],
    ],
    [
      'in the order of precedence',
      [
        match(value('/a')),
        match(value('/a/b')),
        match(value('/a', 'Exact')),
        match({ ...value('/a'), method: 'GET' }),
        match({ ...value('/a'), headers: [{ name: 'h', value: '1' }] }),
        match({ ...value('/a'), queryParams: [{ name: 'q', value: '1' }] }),
        match(value('/a.*', 'RegularExpression')),
        { backendRefs: [to('b')] },
      ],
    ],
    [
      'header changes',
      [
        {
          filters: [
            { type: 'RequestHeaderModifier', requestHeaderModifier: headers },
            { type: 'ResponseHeaderModifier', responseHeaderModifier: headers },
          ],
          backendRefs: [to('a')],
        },
      ],
    ],
    [
      'header changes of backends',
      [
        {
          backendRefs: [
            to('a', {
              filters: [
                { type: 'RequestHeaderModifier', requestHeaderModifier: headers },
                { type: 'ResponseHeaderModifier', responseHeaderModifier: headers },
              ],
            }),
            to('b', { filters: [{ type: 'URLRewrite', urlRewrite: {} }] }),
          ],
        },
      ],
    ],
    ['a control character', [filter('RequestHeaderModifier', 'requestHeaderModifier', { set: [{ name: 'a', value: 'x\u0001' }] })]],
    ['a tab and letters of others', [filter('RequestHeaderModifier', 'requestHeaderModifier', { set: [{ name: 'a', value: 'x\ty ä' }] })]],
    [
      'redirects',
      [
        redirected({ scheme: 'https', statusCode: 301 }),
        redirected({ hostname: 'x', port: 8443 }),
        redirected({ path: { type: 'ReplaceFullPath', replaceFullPath: '/x' } }),
        { ...redirected({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } }), backendRefs: [] },
      ],
    ],
    [
      'rewrites',
      [
        rewritten({ type: 'ReplaceFullPath', replaceFullPath: '/x' }),
        rewritten({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/x/' }),
        rewritten({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/' }),
        filter('URLRewrite', 'urlRewrite', { hostname: 'x' }),
      ],
    ],
    [
      'CORS',
      [
        filter('CORS', 'cors', {
          allowOrigins: ['*', 'https://a.example.com', 'https://*', 'https://*.example.com'],
          allowMethods: ['GET'],
          allowHeaders: ['a'],
          exposeHeaders: ['b'],
          allowCredentials: true,
          maxAge: 5,
        }),
        filter('CORS', 'cors', { allowOrigins: [], allowCredentials: false, maxAge: 0 }),
      ],
    ],
    [
      'mirrors',
      [
        {
          filters: [
            { type: 'RequestMirror', requestMirror: { backendRef: to('b') } },
            { type: 'RequestMirror', requestMirror: { backendRef: to('b'), percent: 5 } },
            { type: 'RequestMirror', requestMirror: { backendRef: to('b'), fraction: { numerator: 1, denominator: 4 } } },
            { type: 'RequestMirror', requestMirror: { backendRef: to('b'), fraction: { numerator: 3 } } },
            { type: 'RequestMirror', requestMirror: { backendRef: to('none') } },
          ],
          backendRefs: [to('a')],
        },
      ],
    ],
    ['a filter that Istio does not have', [filter('ExtensionRef', 'extensionRef', { group: 'x', kind: 'Y', name: 'z' })]],
    [
      'timeouts and retries',
      [
        { timeouts: { request: '5s' }, backendRefs: [to('a')] },
        { timeouts: { request: '5s', backendRequest: '1s' }, backendRefs: [to('a')] },
        { timeouts: { request: '0s' }, backendRefs: [to('a')] },
        {
          timeouts: { request: '5s', backendRequest: '1s' },
          retry: { attempts: 3, codes: [500, 503], backoff: '1s' },
          backendRefs: [to('a')],
        },
        { retry: {}, backendRefs: [to('a')] },
        { retry: { attempts: 0 }, backendRefs: [to('a')] },
      ],
    ],
    [
      'backends by weight',
      [
        { backendRefs: [to('a', { weight: 3 }), to('b'), to('a', { weight: 0 })] },
        { backendRefs: [to('a', { weight: 7 }), to('b', { weight: 0 })] },
        { backendRefs: [to('a', { weight: 0 })] },
        {},
      ],
    ],
    [
      'backends that cannot be used',
      [
        {
          backendRefs: [
            to('none'),
            to('c', { namespace: 'far' }),
            { name: 'a' },
            to('x', { group: 'x', kind: 'Y' }),
            to('x', { kind: 'Y' }),
          ],
        },
      ],
    ],
    ['a backend without a port', [{ backendRefs: [{ name: 'a' }] }]],
    ['a backend by its host', [{ backendRefs: [to('a.shop.svc.cluster.local')] }]],
    [
      'backends of other kinds',
      [
        {
          backendRefs: [
            to('a.shop.svc.cluster.local', { group: 'networking.istio.io', kind: 'Hostname' }),
            to('none.example.com', { group: 'networking.istio.io', kind: 'Hostname' }),
            to('b', { group: 'multicluster.x-k8s.io', kind: 'ServiceImport' }),
          ],
        },
      ],
    ],
  ])('%s', (_, rules) => {
    expect(translated([gateway([http]), route(rules)])).toMatchSnapshot();
  });

  test.each<[string, readonly object[]]>([
    [
      'paths',
      [
        {
          matches: [
            { method: { service: 's', method: 'm' } },
            { method: { service: 's' } },
            { method: { method: 'm' } },
            { method: { service: 'r', method: 'n.*', type: 'RegularExpression' } },
            { method: { service: 'q', type: 'RegularExpression' } },
            { headers: [{ name: 'a', value: '1' }] },
          ],
          backendRefs: [to('a')],
        },
      ],
    ],
    ['filters', [{ filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: headers }], backendRefs: [to('a')] }, {}]],
  ])('of a GRPCRoute: %s', (_, rules) => {
    expect(translated([gateway([http]), route(rules, {}, 'shop/r', 'GRPCRoute')])).toMatchSnapshot();
  });

  const far = [{ backendRefs: [to('c', { namespace: 'far' })] }];
  test.each<[string, readonly KubernetesObject[]]>([
    ['granted', [grant('HTTPRoute')]],
    ['granted by name', [grant('HTTPRoute', 'c')]],
    ['another granted', [grant('HTTPRoute', 'd')]],
    ['granted to another kind', [grant('GRPCRoute')]],
    ['granted elsewhere', [grant('HTTPRoute', undefined, 'shop')]],
    ['another kind granted', [grant('HTTPRoute', undefined, 'far', 'Secret')]],
  ])('a backend of another namespace: %s', (_, objects) => {
    expect(translated([gateway([http]), route(far), ...objects])).toMatchSnapshot();
  });

  test('inside the mesh no grant is asked for', () => {
    expect(translated([route(far, { parentRefs: [{ group: '', kind: 'Service', name: 'a' }] })])).toMatchSnapshot();
  });

  test('routes of one host are one list: by precedence, then by age, then by name', () => {
    const aged = (name: string, creationTimestamp?: string, backend = 'a') => {
      const written = route([{ matches: [value('/')], backendRefs: [to(backend)] }], {}, name);
      return { ...written, metadata: { ...written.metadata, ...(creationTimestamp ? { creationTimestamp } : {}) } };
    };
    const objects = [
      gateway([{ ...http, ...from({ from: 'All' }) }]),
      aged('shop/z'),
      aged('shop/y', '2026-01-02T00:00:00Z', 'b'),
      aged('shop/x', '2026-01-01T00:00:00Z'),
    ];
    expect(translated(objects)).toMatchSnapshot();
    expect(
      translated([
        gateway([http]),
        aged('shop/b'),
        aged('shop/a', undefined, 'b'),
        route([{ matches: [value('/long')], backendRefs: [to('b')] }], {}, 'shop/c'),
      ]),
    ).toMatchSnapshot();
  });
});
