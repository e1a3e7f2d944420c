import type { KubernetesObject } from '../../istio/objects';
import { type FieldPath, sourceOfObject } from '../../manifest/manifest';
import { Mesh } from '../mesh';
import { object } from '../objects.test.helper';
import { entry, of, service, translated } from './translated.test.helper';

describe('TLS to backends', () => {
  const policy = (
    name: string,
    targetRefs: readonly object[],
    validation: object = { hostname: 'a.example.com', wellKnownCACertificates: 'System' },
    more: object = {},
  ) => of('BackendTLSPolicy', name, { targetRefs, validation }, more);
  const target = (name: string, more: object = {}) => ({ group: '', kind: 'Service', name, ...more });
  const ca = { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }], hostname: 'x' };
  test.each<[string, readonly KubernetesObject[]]>([
    ['a Service', [policy('shop/p', [target('a')])]],
    ['a port of a Service', [policy('shop/p', [target('a', { sectionName: 'http' })])]],
    ['a port that is not there', [policy('shop/p', [target('a', { sectionName: 'none' })])]],
    [
      'the Service and its ports',
      [policy('shop/p', [target('a', { sectionName: 'http' })], { hostname: 'p' }), policy('shop/q', [target('a')], { hostname: 'q' })],
    ],
    ['a Service that is not there', [policy('shop/p', [target('none')])]],
    ['a Service elsewhere', [policy('shop/p', [target('c')])]],
    ['another kind', [policy('shop/p', [{ group: 'x', kind: 'Y', name: 'a' }])]],
    [
      'kinds of another group',
      [
        entry('shop/a', ['x.example.com']),
        policy('shop/p', [{ group: '', kind: 'ServiceEntry', name: 'a' }]),
        policy('shop/q', [{ group: 'networking.istio.io', kind: 'Service', name: 'a' }]),
      ],
    ],
    [
      'a ServiceEntry',
      [
        entry('shop/e', ['x.example.com', 'y.example.com']),
        policy('shop/p', [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'e', sectionName: 'tls' }]),
      ],
    ],
    ['two policies', [policy('shop/q', [target('a')], { hostname: 'q' }), policy('shop/p', [target('b'), target('a')], { hostname: 'p' })]],
    ['two policies of other namespaces', [service('far/a'), policy('shop/q', [target('a')]), policy('far/p', [target('a')])]],
    ['a CA certificate', [object('ConfigMap', 'shop/ca', { data: { 'ca.crt': 'x' } }), policy('shop/p', [target('a')], ca)]],
    [
      'a CA certificate under its other name',
      [object('ConfigMap', 'shop/ca', { data: { cacert: 'x' } }), policy('shop/p', [target('a')], ca)],
    ],
    ['a CA certificate that is empty', [object('ConfigMap', 'shop/ca', { data: { 'ca.crt': '' } }), policy('shop/p', [target('a')], ca)]],
    ['a CA certificate that is not there', [policy('shop/p', [target('a')], ca)]],
    [
      'a CA certificate of another kind',
      [
        policy('shop/p', [target('a')], { ...ca, caCertificateRefs: [{ group: '', kind: 'Secret', name: 'ca' }] }),
        policy('shop/q', [target('b')], { ...ca, caCertificateRefs: [{ group: 'x', kind: 'ConfigMap', name: 'ca' }] }),
      ],
    ],
    [
      'a policy that is to be ignored',
      [
        policy('shop/p', [target('a')], undefined, { annotations: { 'istio.io/ignore-policy-attachment': 'TRUE' } }),
        policy('shop/q', [target('b')], undefined, { annotations: { 'istio.io/ignore-policy-attachment': 'no' } }),
      ],
    ],
  ])('%s', (_, objects) => {
    expect(translated(objects)).toMatchSnapshot();
  });

  test('a CA certificate that may be there', () => {
    expect(
      translated(
        [policy('shop/p', [target('a')], ca), policy('shop/q', [target('b')], { ...ca, wellKnownCACertificates: 'System' })],
        false,
      ),
    ).toMatchSnapshot();
  });

  test('where it is written is where the policy is', () => {
    const written = policy('shop/p', [target('a')]);
    const position = (path: FieldPath) => ({ file: path.join('.'), line: 1, column: 1 });
    const manifests = [service('shop/a'), written].map((each) => ({ object: each, source: { ...sourceOfObject(), position } }));
    const [made] = Mesh.load(manifests).mesh.gatewayApi.destinationRules;
    expect(made?.source.position(['spec', 'trafficPolicy'])?.file).toBe('spec');
  });
});
