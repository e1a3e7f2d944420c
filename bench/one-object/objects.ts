/** Objects of many parts, one kind of part each, and many objects: what a program writes, or an API gateway with a route per customer. */

const route = 'route: [{ destination: { host: z } }]';
const service =
  '---\napiVersion: v1\nkind: Service\nmetadata: { name: z, namespace: d }\nspec: { selector: { app: z }, ports: [{ name: http, port: 80 }] }\n';

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
}

function networking(kind: string, spec: string): string {
  return `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: { name: a, namespace: d }\nspec:\n${spec}`;
}

function routes(count: number, match: (index: number) => string): string {
  const http = lines(count, (index) => `    - { match: [{ ${match(index)} }], ${route} }`);
  return `${networking('VirtualService', `  hosts: [z]\n  http:\n${http}`)}${service}`;
}

function servers(count: number, server: (index: number) => string): string {
  return networking(
    'Gateway',
    `  selector: { istio: ingressgateway }\n  servers:\n${lines(count, (index) => `    - { ${server(index)} }`)}`,
  );
}

/** By what there are many of: the manifests of an object with so many. */
export const objects: Readonly<Record<string, (count: number) => string>> = {
  'exact paths': (count) => routes(count, (index) => `uri: { exact: /a${index} }`),
  prefixes: (count) => routes(count, (index) => `uri: { prefix: /a${index} }`),
  'prefixes of segments': (count) => routes(count, (index) => `uri: { prefix: /tenant-${index}/ }`),
  'regular expressions': (count) => routes(count, (index) => `uri: { regex: '/a${index}/[0-9]+' }`),
  'regular expressions that begin alike': (count) => routes(count, (index) => `uri: { regex: '/a/[0-9]+/b${index}' }`),
  'regular expressions before exact paths': (count) =>
    routes(count, (index) => (index % 2 === 0 ? `uri: { regex: '.*/b${index}' }` : `uri: { exact: /c${index} }`)),
  'equal regular expressions': (count) => routes(count, () => "uri: { regex: '/a/[0-9]+' }"),
  'equal routes': (count) => routes(count, () => 'uri: { prefix: /a }'),
  headers: (count) => routes(count, (index) => `headers: { h${index}: { exact: x } }`),
  'values of one header': (count) => routes(count, (index) => `headers: { h: { exact: x${index} } }`),
  'expressions for one header': (count) => routes(count, (index) => `headers: { h: { regex: 'x${index}.*' } }`),
  'headers beside a shared one': (count) =>
    routes(count, (index) => `headers: { mode: { exact: dev }, h${index}: { exact: x } }, uri: { prefix: /a }`),
  'query parameters': (count) => routes(count, (index) => `queryParams: { q: { exact: x${index} } }, uri: { prefix: /a }`),
  'excluded headers': (count) => routes(count, (index) => `withoutHeaders: { h${index}: { exact: x } }, uri: { prefix: /a }`),
  ports: (count) => routes(count, (index) => `port: ${(index % 60_000) + 1}, uri: { prefix: /a }`),
  'match clauses': (count) =>
    `${networking('VirtualService', `  hosts: [z]\n  http:\n  - ${route}\n    match:\n${lines(count, (index) => `    - { uri: { prefix: /a${index} } }`)}`)}${service}`,
  'match clauses of expressions': (count) =>
    `${networking('VirtualService', `  hosts: [z]\n  http:\n  - ${route}\n    match:\n${lines(count, (index) => `    - { uri: { regex: '/a${index}.*' } }`)}`)}${service}`,
  'headers of one match': (count) =>
    `${networking('VirtualService', `  hosts: [z]\n  http:\n  - ${route}\n    match:\n    - headers:\n${lines(count, (index) => `        h${index}: { exact: x }`)}`)}${service}`,
  'unknown hosts': (count) =>
    networking(
      'VirtualService',
      `  hosts: [z]\n  http:\n${lines(count, (index) => `  - { match: [{ uri: { exact: /a${index} } }], route: [{ destination: { host: nowhere-${index} } }] }`)}`,
    ),
  'unknown subsets': (count) =>
    `${networking('VirtualService', `  hosts: [z]\n  http:\n  - route:\n${lines(count, (index) => `    - { destination: { host: z, subset: s${index} }, weight: 1 }`)}`)}${service}`,
  'equal destinations': (count) =>
    `${networking('VirtualService', `  hosts: [z]\n  http:\n  - route:\n${lines(count, () => '    - { destination: { host: z }, weight: 1 }')}`)}${service}`,
  'hosts of a VirtualService': (count) =>
    networking('VirtualService', `  http: [{ ${route} }]\n  hosts:\n${lines(count, (index) => `  - h${index}.example.com`)}`),
  'gateways of a VirtualService': (count) =>
    networking(
      'VirtualService',
      `  hosts: [a.example.com]\n  http: [{ ${route} }]\n  gateways:\n${lines(count, (index) => `  - g${index}`)}`,
    ),
  servers: (count) =>
    servers(count, (index) => `port: { number: 80, name: http-${index}, protocol: HTTP }, hosts: [h${index}.example.com]`),
  'servers of one host': (count) => servers(count, (index) => `port: { number: 80, name: http-${index}, protocol: HTTP }, hosts: ['*']`),
  'servers on ports of their own': (count) =>
    servers(count, (index) => `port: { number: ${(index % 60_000) + 1}, name: http-${index}, protocol: HTTP }, hosts: ['*']`),
  'servers with certificates': (count) =>
    servers(
      count,
      (index) =>
        `port: { number: 443, name: https-${index}, protocol: HTTPS }, tls: { mode: SIMPLE, credentialName: c${index} }, hosts: [h${index}.example.com]`,
    ),
  'hosts of a server': (count) =>
    networking(
      'Gateway',
      `  selector: { istio: ingressgateway }\n  servers:\n  - port: { number: 80, name: http, protocol: HTTP }\n    hosts:\n${lines(count, (index) => `    - h${index}.example.com`)}`,
    ),
  subsets: (count) =>
    `${networking('DestinationRule', `  host: z\n  subsets:\n${lines(count, (index) => `  - { name: v${index}, labels: { version: v${index} } }`)}`)}${service}`,
  'equal subsets': (count) =>
    `${networking('DestinationRule', `  host: z\n  subsets:\n${lines(count, () => '  - { name: v, labels: { version: v } }')}`)}${service}`,
  'port settings': (count) =>
    `${networking('DestinationRule', `  host: z\n  trafficPolicy:\n    portLevelSettings:\n${lines(count, (index) => `    - { port: { number: ${(index % 60_000) + 1} }, tls: { mode: ISTIO_MUTUAL } }`)}`)}${service}`,
  'hosts of a ServiceEntry': (count) =>
    networking(
      'ServiceEntry',
      `  resolution: DNS\n  ports: [{ number: 80, name: http, protocol: HTTP }]\n  hosts:\n${lines(count, (index) => `  - h${index}.example.com`)}`,
    ),
  endpoints: (count) =>
    networking(
      'ServiceEntry',
      `  resolution: STATIC\n  hosts: [a.example.com]\n  ports: [{ number: 80, name: http, protocol: HTTP }]\n  endpoints:\n${lines(count, (index) => `  - { address: 10.${index >> 16}.${(index >> 8) & 255}.${index & 255} }`)}`,
    ),
  'hosts of a Sidecar': (count) =>
    networking('Sidecar', `  egress:\n  - hosts:\n${lines(count, (index) => `    - ./h${index}.d.svc.cluster.local`)}`),
  'listeners of a Sidecar': (count) =>
    networking(
      'Sidecar',
      `  egress:\n${lines(count, (index) => `  - { port: { number: ${(index % 60_000) + 1}, name: http-${index}, protocol: HTTP }, hosts: ['./*'] }`)}`,
    ),
  'rules of a policy': (count) => policy(lines(count, (index) => `  - { to: [{ operation: { paths: [/a${index}], methods: [GET] } }] }`)),
  'paths of a policy': (count) => policy(`  - to:\n    - operation:\n        paths:\n${lines(count, (index) => `        - /a${index}`)}`),
  'patches of an EnvoyFilter': (count) =>
    networking(
      'EnvoyFilter',
      `  configPatches:\n${lines(count, (index) => `  - { applyTo: CLUSTER, match: { cluster: { service: h${index} } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }`)}`,
    ).replace('/v1\n', '/v1alpha3\n'),
  'rules of an HTTPRoute': (count) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a, namespace: d }\nspec:\n  parentRefs: [{ name: g }]\n  rules:\n${lines(
      count,
      (index) => `  - { matches: [{ path: { type: PathPrefix, value: /a${index} } }], backendRefs: [{ name: z, port: 80 }] }`,
    )}${service}`,
  'ports of a Service': (count) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: z, namespace: d }\nspec:\n  selector: { app: z }\n  ports:\n${lines(count, (index) => `  - { name: http-${index}, port: ${(index % 60_000) + 1} }`)}`,
  'variables of a container': (count) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: d }\nspec:\n  containers:\n  - name: a\n    image: a:1\n    env:\n${lines(count, (index) => `    - { name: E${index}, value: x }`)}`,
  aliases: (count) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: d }\ndata:\n  x: &x [a, b]\n${lines(count, (index) => `  k${index}: *x`)}`,
  labels: (count) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: d\n  labels:\n${lines(count, (index) => `    k${index}: '-'`)}`,
  annotations: (count) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: d\n  annotations:\n${lines(count, (index) => `    sidecar.istio.io/k${index}: x`)}spec: { ports: [{ name: http, port: 80 }] }\n`,
  // More of them, because little is done for each pair of objects where too much is done.
  'services, each with a route and a DestinationRule': (count) => lines(4 * count, (index) => serviceOf(`s${index}`)),
  'problems with lines': (count) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${lines(count, () => '  same: twice')}`,
};

/** As many objects, instead of an object of as many parts. */
function serviceOf(name: string): string {
  const metadata = `metadata: { name: ${name}, namespace: d }`;
  return `---
apiVersion: v1
kind: Service
${metadata}
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
${metadata}
spec: { hosts: [${name}], http: [{ match: [{ uri: { prefix: /a/ } }], route: [{ destination: { host: ${name} } }] }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
${metadata}
spec: { host: ${name}, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }, subsets: [{ name: v1, labels: { version: v1 } }] }`;
}

function policy(rules: string): string {
  return `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: a, namespace: d }\nspec:\n  rules:\n${rules}`;
}
