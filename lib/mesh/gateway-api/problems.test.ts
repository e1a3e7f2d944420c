import { parseManifests } from '../../manifest/parse-manifests';
import { Mesh } from '../mesh';

const api = 'apiVersion: gateway.networking.k8s.io/v1';
const gateway = (name: string, spec: string) => `
---
${api}
kind: Gateway
metadata: { name: ${name}, namespace: shop }
spec: ${spec}`;
const http = 'listeners: [{ name: http, port: 80, protocol: HTTP }]';
const set = (parent: string, listener: string) => `
---
${api}
kind: ListenerSet
metadata: { name: s, namespace: shop }
spec: { parentRef: { name: ${parent} }, listeners: [${listener}] }`;
const route = (spec: string) => `
---
${api}
kind: HTTPRoute
metadata: { name: r, namespace: shop }
spec: ${spec}`;
const ca = `
---
apiVersion: v1
kind: Secret
metadata: { name: ca, namespace: far }
---
apiVersion: v1
kind: Secret
metadata: { name: cert, namespace: shop }`;
const mutual = gateway(
  'g',
  `{ gatewayClassName: istio, tls: { frontend: { default: { validation: { caCertificateRefs: [{ group: '', kind: Secret, name: ca, namespace: far }] } } } },
    listeners: [{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: cert }] } }] }`,
);
const grant = `
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: g, namespace: far }
spec: { from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: shop }], to: [{ group: '', kind: Secret }] }`;
const waypoint = (listener: string) => gateway('w', `{ gatewayClassName: istio-waypoint, listeners: [${listener}] }`);
const tunnel = '{ name: mesh, port: 15008, protocol: HBONE }';
const eastWest = (mode: string) =>
  gateway('e', `{ gatewayClassName: istio-east-west, listeners: [{ name: tls, port: 15443, protocol: TLS, tls: { mode: ${mode} } }] }`);

function reasons(text: string): string[] {
  const { manifests } = parseManifests(text, 'mesh.yaml');
  const { mesh } = Mesh.load(manifests, { complete: true });
  return manifests.flatMap((manifest) => mesh.gatewayApi.problemsOf(manifest).map(({ reason }) => `${manifest.object.kind} ${reason}`));
}

const terminated = (certificate: string) =>
  gateway(
    'g',
    `{ gatewayClassName: istio, listeners: [{ name: https, port: 443, protocol: HTTPS, tls: { certificateRefs: [{ name: c }] } }] }`,
  ) +
  `
---
{ apiVersion: v1, kind: Secret, metadata: { name: c, namespace: shop }${certificate} }`;

describe('what istiod writes into statuses', () => {
  test.each<[string, string, string[]]>([
    ['a certificate that is none', terminated(', stringData: { tls.crt: hello, tls.key: hello }'), ['Gateway InvalidCertificateRef']],
    ['a certificate without its key', terminated(', stringData: { tls.crt: hello }'), ['Gateway InvalidCertificateRef']],
    ['a Secret that something else fills in', terminated(''), []],
    ['a waypoint with its listener', waypoint(tunnel), []],
    ['a waypoint with one of HTTP', waypoint('{ name: http, port: 80, protocol: HTTP }'), ['Gateway UnsupportedProtocol']],
    ['an east-west gateway that passes TLS through', eastWest('Passthrough'), []],
    ['an east-west gateway that terminates TLS', eastWest('Terminate, certificateRefs: [{ name: cert }]'), ['Gateway UnsupportedProtocol']],
    [
      'an east-west gateway with its tunnel',
      gateway(
        'e',
        `{ gatewayClassName: istio-east-west, listeners: [{ name: a, port: 15008, protocol: HBONE, tls: { mode: Terminate } }] }`,
      ),
      [],
    ],
    [
      'a backend that is not there, for a gateway and for the mesh: said once',
      gateway('g', `{ gatewayClassName: istio, ${http} }`) +
        route(
          "{ parentRefs: [{ name: g }, { group: '', kind: Service, name: a }], rules: [{ backendRefs: [{ name: none, port: 80 }] }] }",
        ) +
        `
---
{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: shop }, spec: { ports: [{ name: http, port: 80 }] } }`,
      ['HTTPRoute BackendNotFound'],
    ],
    [
      'a ListenerSet of a waypoint',
      waypoint(tunnel) + set('w', '{ name: http, port: 80, protocol: HTTP }'),
      ['ListenerSet NotAllowedByListeners'],
    ],
    [
      'a ListenerSet of a Gateway without an address that Istio serves',
      gateway(
        'g',
        `{ gatewayClassName: istio, allowedListeners: { namespaces: { from: All } }, addresses: [{ type: example.com/own, value: a }], ${http} }`,
      ) + set('g', '{ name: more, port: 81, protocol: HTTP }'),
      ['Gateway UnsupportedAddress', 'ListenerSet UnsupportedAddress'],
    ],
    ['a CA certificate elsewhere that is not granted', ca + mutual, ['Gateway RefNotPermitted']],
    ['a CA certificate elsewhere that is granted', ca + grant + mutual, []],
    [
      'a backend that is not there, of a route that no listener takes',
      gateway('g', `{ gatewayClassName: istio, ${http} }`) +
        route('{ parentRefs: [{ name: g, sectionName: other }], rules: [{ backendRefs: [{ name: gone, port: 80 }] }] }'),
      ['HTTPRoute NoMatchingParent', 'HTTPRoute BackendNotFound'],
    ],
  ])('%s', (_name, manifests, expected) => {
    expect(reasons(manifests)).toEqual(expected);
  });
});
