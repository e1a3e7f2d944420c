import { said } from './said.test.helper';

const backend = { service: { name: 'a', port: { number: 80 } } };
const ingress = (path: object, more: object = {}) => ({
  spec: { rules: [{ host: 'a.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...path }] } }], ...more },
});
const path = 'spec.rules.0.http.paths.0';

test.each<[string, object, string[]]>([
  ['right', ingress({}, { tls: [{ hosts: ['*.a.com'], secretName: 's' }], ingressClassName: 'istio' }), []],
  ['only a default', { spec: { defaultBackend: backend } }, []],
  ['nothing', { spec: {} }, ['spec']],
  [
    'hosts',
    { spec: { rules: [{ host: '1.2.3.4' }, { host: 'a.*' }, { host: 'A' }, {}] } },
    [0, 1, 2].map((rule) => `spec.rules.${rule}.host`),
  ],
  ['no path', { spec: { rules: [{ http: { paths: [] } }] } }, ['spec.rules.0.http.paths']],
  ['a relative path', ingress({ path: 'a' }), [`${path}.path`]],
  ['an ambiguous path', ingress({ path: '/a/../b' }), [`${path}.path`]],
  ['an ambiguous ending', ingress({ path: '/a/..', pathType: 'Exact' }), [`${path}.path`]],
  ['as the controller has it', ingress({ path: '/a//b', pathType: 'ImplementationSpecific' }), []],
  ['no path at all, as the controller has it', ingress({ path: '', pathType: 'ImplementationSpecific' }), []],
  ['an unknown type', ingress({ pathType: 'prefix' }), [`${path}.pathType`]],
  ['no backend', ingress({ backend: {} }), [`${path}.backend`]],
  ['two backends', ingress({ backend: { ...backend, resource: { kind: 'a', name: 'b' } } }), [`${path}.backend`]],
  [
    'a resource',
    ingress({ backend: { resource: { apiGroup: 'A', kind: 'a/b', name: '' } } }),
    ['apiGroup', 'kind', 'name'].map((field) => `${path}.backend.resource.${field}`),
  ],
  [
    'a service',
    ingress({ backend: { service: { name: '1a', port: {} } } }),
    [`${path}.backend.service.name`, `${path}.backend.service.port`],
  ],
  ['a port twice', ingress({ backend: { service: { name: 'a', port: { name: 'http', number: 80 } } } }), [`${path}.backend.service.port`]],
  ['a port by name', ingress({ backend: { service: { name: 'a', port: { name: 'A' } } } }), [`${path}.backend.service.port.name`]],
  ['a port by number', ingress({ backend: { service: { name: 'a', port: { number: -1 } } } }), [`${path}.backend.service.port.number`]],
  [
    'names',
    ingress({}, { tls: [{ hosts: [''], secretName: 'A' }], ingressClassName: '' }),
    ['tls.0.hosts.0', 'tls.0.secretName', 'ingressClassName'].map((field) => `spec.${field}`),
  ],
  [
    'two classes',
    { metadata: { name: 'a', annotations: { 'kubernetes.io/ingress.class': 'nginx' } }, ...ingress({}, { ingressClassName: 'istio' }) },
    ['metadata.annotations.kubernetes.io/ingress.class'],
  ],
])('Ingress: %s', (_name, rest, expected) => {
  expect(said('Ingress', rest)).toEqual(expected);
});
