import { load } from 'js-yaml';
import type { KubernetesObject } from '../istio/objects';
import { Mesh } from '../mesh/mesh';
import type { Access } from './call';
import { accessMatrix } from './matrix';
import { accessMarkdown, accessSummary, accessText } from './render';

function workload(namespace: string, name: string): KubernetesObject[] {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name: 'c', image: 'x:1' }] } };
  return [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { selector: { matchLabels: labels }, template } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  ];
}

function namespace(name: string, labels: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

const base = [
  namespace('shop', { 'istio-injection': 'enabled' }),
  namespace('plain', {}),
  ...workload('shop', 'web'),
  ...workload('shop', 'api'),
  ...workload('plain', 'job'),
];

function policy(text: string, kind = 'AuthorizationPolicy', name = kind.toLowerCase()): KubernetesObject {
  return { apiVersion: 'security.istio.io/v1', kind, metadata: { name, namespace: 'shop' }, spec: load(text) as object };
}

function access(from: string, ...policies: readonly KubernetesObject[]): Access {
  const mesh = Mesh.of([...base, ...policies], { assumeIngressGateway: false });
  const [only, ...others] = accessMatrix(mesh, { from, to: 'shop/web:80' });
  if (!only || others.length > 0) throw new Error(`one answer wanted, got ${others.length + (only ? 1 : 0)}`);
  return only;
}

const token = policy('{jwtRules: [{issuer: "https://i", jwksUri: "https://i/k"}]}', 'RequestAuthentication');
const strict = policy('{mtls: {mode: STRICT}}', 'PeerAuthentication');

describe('who may call shop/web', () => {
  test.each<[string, string, readonly KubernetesObject[], Partial<Access>]>([
    ['no policy', 'shop/api', [], { permission: 'allowed', transport: 'mutual' }],
    ['no policy, without a proxy', 'plain/job', [], { permission: 'allowed', transport: 'plain' }],
    ['an empty policy', 'shop/api', [policy('{}')], { permission: 'denied', policy: 'shop/authorizationpolicy' }],
    [
      'its service account',
      'shop/api',
      [policy('{rules: [{from: [{source: {serviceAccounts: [api]}}]}]}')],
      { permission: 'allowed', rule: 0 },
    ],
    ['another', 'shop/api', [policy('{rules: [{from: [{source: {serviceAccounts: [other]}}]}]}')], { permission: 'denied' }],
    ['some paths', 'shop/api', [policy('{rules: [{to: [{operation: {methods: [GET], paths: [/a]}}]}]}')], { permission: 'conditional' }],
    ['every path', 'shop/api', [policy('{rules: [{to: [{operation: {paths: ["*"]}}]}]}')], { permission: 'allowed' }],
    ['not some paths', 'shop/api', [policy('{action: DENY, rules: [{to: [{operation: {paths: [/a]}}]}]}')], { permission: 'conditional' }],
    [
      'the port of the Service, not of the pods',
      'shop/api',
      [policy('{rules: [{to: [{operation: {ports: ["80"]}}]}]}')],
      { permission: 'denied' },
    ],
    ['STRICT', 'plain/job', [strict], { permission: 'denied', transport: 'plain' }],
    ['STRICT, plain text', 'plain text', [strict], { permission: 'denied' }],
    ['STRICT, with a proxy', 'shop/api', [strict], { permission: 'allowed' }],
    [
      'a required token',
      'shop/api',
      [token, policy('{action: DENY, rules: [{from: [{source: {notRequestPrincipals: ["*"]}}]}]}')],
      { permission: 'conditional', requiresToken: true },
    ],
    [
      'a token that nothing validates',
      'shop/api',
      [policy('{rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]}')],
      { permission: 'denied', requiresToken: false },
    ],
    [
      'an external authorizer',
      'shop/api',
      [policy('{action: CUSTOM, provider: {name: opa}, rules: [{}]}')],
      { permission: 'conditional', requiresToken: false },
    ],
  ])('%s, asked for %s', (_, from, policies, expected) => {
    expect(access(from, ...policies)).toMatchObject(expected);
  });

  test.each([
    ['every request', '{}', { permission: 'denied' }],
    ['some requests', '{to: [{operation: {paths: [/a]}}]}', { permission: 'conditional', reason: expect.stringMatching(/^denied: \/a /) }],
  ])('an authorizer that the mesh configuration lacks denies %s', (_, rule, expected) => {
    const data = { mesh: 'extensionProviders: []' };
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data };
    expect(access('shop/api', config, policy(`{action: CUSTOM, provider: {name: opa}, rules: [${rule}]}`))).toMatchObject(expected);
  });

  test('a condition names what the rule asks for', () => {
    const { reason } = access('shop/api', policy('{rules: [{to: [{operation: {methods: [GET, HEAD], notPaths: [/a]}}]}]}'));
    expect(reason).toBe('allowed: GET|HEAD not /a (AuthorizationPolicy shop/authorizationpolicy rule 0)');
  });
});

test('the matrix in text and Markdown', () => {
  const mesh = Mesh.of([...base, policy('{selector: {matchLabels: {app: web}}}')], { assumeIngressGateway: false });
  const all = accessMatrix(mesh, { to: 'shop/web' });
  expect(accessText(all)).toContain('shop/web:80 (Deployment shop/web)\n  shop/api    denied       no rule of');
  expect(accessMarkdown(all).split('\n').slice(0, 3)).toEqual([
    '| from | shop/web:80 (Deployment shop/web) |',
    '|---|---|',
    '| shop/api | no |',
  ]);
  expect(accessSummary(all)).toBe('0 allowed, 0 with conditions, 3 denied; 0 accept plain text');
});
