import { matchLabels } from './networking-objects';

/** Valid specs of Istio's policies and extensions. */
const source = {
  principals: ['a'],
  notNamespaces: ['b'],
  requestPrincipals: ['*'],
  ipBlocks: ['10.0.0.0/8'],
  remoteIpBlocks: ['1.1.1.1'],
  trustDomains: ['c*'],
};
const operation = { hosts: ['a.com'], ports: ['80'], methods: ['GET'], paths: ['/a/{*}/b', '/c*'], notPaths: ['/d'] };
export const authorizationPolicies = [
  {
    selector: { matchLabels },
    action: 'DENY',
    rules: [
      {
        from: [{ source }, { source: { serviceAccounts: ['a', 'b/c'] } }],
        to: [{ operation }],
        when: [
          { key: 'request.headers[x]', values: ['1'] },
          { key: 'source.ip', notValues: ['10.0.0.1'] },
          { key: 'destination.port', values: ['80'] },
        ],
      },
    ],
  },
  {
    targetRefs: [{ kind: 'Service', name: 'a', group: '' }],
    action: 'CUSTOM',
    provider: { name: 'p' },
    rules: [{ to: [{ operation: { paths: ['/x'] } }] }],
  },
];

export const requestAuthentications = [
  {
    selector: { matchLabels },
    jwtRules: [
      {
        issuer: 'a',
        audiences: ['b'],
        jwksUri: 'https://a.com/keys',
        fromHeaders: [{ name: 'x', prefix: 'Bearer ' }],
        fromParams: ['p'],
        fromCookies: ['c'],
        outputPayloadToHeader: 'x-p',
        forwardOriginalToken: true,
        outputClaimToHeaders: [{ header: 'x-c', claim: 'sub' }],
        timeout: '5s',
      },
      { issuer: 'b', jwks: '{"keys":[{"kty":"RSA","e":"AQAB","n":"AQAB","kid":"1"}]}' },
    ],
  },
];

export const telemetries = [
  {
    selector: { matchLabels },
    tracing: [
      {
        providers: [{ name: 'a' }],
        randomSamplingPercentage: 10,
        customTags: { t: { literal: { value: 'v' } }, h: { header: { name: 'x' } }, e: { environment: { name: 'E', defaultValue: 'd' } } },
      },
    ],
    metrics: [
      {
        providers: [{ name: 'p' }],
        overrides: [
          { match: { metric: 'REQUEST_COUNT', mode: 'CLIENT' }, tagOverrides: { a: { value: 'x' }, b: { operation: 'REMOVE' } } },
          { match: { customMetric: 'c' }, disabled: true },
        ],
        reportingInterval: '5s',
      },
    ],
    accessLogging: [{ filter: { expression: 'response.code >= 400' }, providers: [{ name: 'l' }], match: { mode: 'SERVER' } }],
  },
];

const typedConfig = {
  '@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua',
  default_source_code: { inline_string: 'x' },
};
export const envoyFilters = [
  {
    workloadSelector: { labels: matchLabels },
    priority: 1,
    configPatches: [
      {
        applyTo: 'HTTP_FILTER',
        match: {
          context: 'SIDECAR_INBOUND',
          proxy: { proxyVersion: '1\\.3.*' },
          listener: {
            portNumber: 80,
            filterChain: {
              filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name: 'envoy.filters.http.router' } },
            },
          },
        },
        patch: { operation: 'INSERT_BEFORE', value: { name: 'lua', typed_config: typedConfig } },
      },
      {
        applyTo: 'CLUSTER',
        match: { cluster: { service: 'a' } },
        patch: {
          operation: 'MERGE',
          value: { connect_timeout: '1s', lb_policy: 'RANDOM', circuit_breakers: { thresholds: [{ max_connections: 1 }] } },
        },
      },
      {
        applyTo: 'VIRTUAL_HOST',
        match: { routeConfiguration: { vhost: { name: 'a' } } },
        patch: { operation: 'MERGE', value: { retry_policy: { num_retries: 1 } } },
      },
    ],
  },
];

export const vmConfig = {
  env: [
    { name: 'A', value: 'b' },
    { name: 'C', valueFrom: 'HOST' },
  ],
};
export const sha256 = 'a'.repeat(64);
