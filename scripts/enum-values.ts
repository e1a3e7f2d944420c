/** Which values of Istio's enumerations a construct's props can say, and why not the others. Part of `npm run coverage`. */
import { Chart } from 'cdk8s';
import * as lib from '../lib';
import { istioLeaves } from './coverage-leaves';
import { everyOption } from './every-option';

/** Istio's kinds that a construct writes from props. An EnvoyFilter's patches are typed by the generated class, and offer every value. */
const kinds: readonly (readonly [group: string, kind: string])[] = [
  ['networking.istio.io', 'VirtualService'],
  ['networking.istio.io', 'DestinationRule'],
  ['networking.istio.io', 'Gateway'],
  ['networking.istio.io', 'ServiceEntry'],
  ['networking.istio.io', 'Sidecar'],
  ['security.istio.io', 'AuthorizationPolicy'],
  ['security.istio.io', 'PeerAuthentication'],
  ['telemetry.istio.io', 'Telemetry'],
  ['extensions.istio.io', 'WasmPlugin'],
];

const isDefault = 'the same as leaving the field out';
const byDoor = 'by the typed door';

/** Why no prop says a value: the field as it ends, the values, the reason. */
const reasons: readonly (readonly [field: RegExp, values: readonly string[], reason: string])[] = [
  [/./, ['UNSPECIFIED', 'UNSET', 'UNDEFINED', 'UNSPECIFIED_PHASE', 'UNSPECIFIED_POLICY', 'UNSPECIFIED_PLUGIN_TYPE', 'TLS_AUTO'], isDefault],
  [/h2UpgradePolicy$/, ['DEFAULT'], isDefault],
  [/^Sidecar .*h2UpgradePolicy$/, ['UPGRADE', 'DO_NOT_UPGRADE'], byDoor],
  [/loadBalancer\.simple$/, ['LEAST_CONN'], 'the old name of `LEAST_REQUEST`'],
  [/captureMode$/, ['DEFAULT', 'IPTABLES', 'NONE'], `${byDoor}: a Sidecar of \`ZeroTrust\` has no listeners of its own`],
  [/^Sidecar ingress/, ['PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'], byDoor],
  [/^Sidecar ingress/, ['TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'], byDoor],
  [/(min|max)ProtocolVersion$/, ['TLSV1_0', 'TLSV1_1'], 'broken: no browser and no current client needs it'],
  [/derivePort$/, ['FROM_REQUEST_PORT'], isDefault],
  [/unmatchedPreflights$/, ['FORWARD', 'IGNORE'], byDoor],
  [/resolution$/, ['DNS_ROUND_ROBIN', 'DYNAMIC_DNS'], `${byDoor}: the construct chooses by the host and its endpoints`],
  [/^AuthorizationPolicy action$/, ['AUDIT'], 'by the generated class: it decides nothing'],
  [
    /^PeerAuthentication (mtls|portLevelMtls)/,
    ['DISABLE'],
    'PERMISSIVE accepts plain text, too, and goes on with mutual TLS where callers have it',
  ],
  [/^Telemetry (accessLogging|tracing).*mode$/, ['CLIENT_AND_SERVER', 'CLIENT', 'SERVER'], byDoor],
  [/overrides.*mode$/, ['CLIENT_AND_SERVER', 'SERVER'], byDoor],
  [
    /metric$/,
    ['REQUEST_SIZE', 'RESPONSE_SIZE', 'GRPC_REQUEST_MESSAGES', 'GRPC_RESPONSE_MESSAGES'],
    `${byDoor}: tags are for all metrics, route tags for counts and durations`,
  ],
  [
    /metric$/,
    ['TCP_OPENED_CONNECTIONS', 'TCP_CLOSED_CONNECTIONS', 'TCP_SENT_BYTES', 'TCP_RECEIVED_BYTES'],
    `${byDoor}: tags are for all metrics, route tags for counts and durations`,
  ],
  [/^WasmPlugin match/, ['CLIENT_AND_SERVER'], isDefault],
  [/failStrategy$/, ['FAIL_CLOSE'], isDefault],
  [/failStrategy$/, ['FAIL_RELOAD'], byDoor],
  [/imagePullPolicy$/, ['IfNotPresent', 'Always'], `${byDoor}: a pinned module is the same whenever it is pulled`],
  [/type$/, ['HTTP', 'NETWORK'], `${byDoor}; HTTP is the default`],
  [/valueFrom$/, ['INLINE'], isDefault],
];

/** One enumeration: the fields that have it, what props say, and what they do not with the reason. */
export interface EnumValues {
  readonly field: string;
  readonly offered: readonly string[];
  readonly left: readonly { readonly value: string; readonly reason: string | undefined }[];
  /** Values that a prop says, and a reason says otherwise. */
  readonly needless: readonly string[];
}

export function enumValues(): EnumValues[] {
  const written = writtenValues();
  const byField = new Map<string, readonly unknown[]>();
  for (const [group, kind] of kinds)
    for (const { path, schema } of istioLeaves(group, kind)) if (schema.enum) byField.set(`${kind} ${withoutLevels(path)}`, schema.enum);
  return [...byField].map(([field, values]) => {
    const offered = values.map(String).filter((value) => written.get(field)?.has(value));
    const left = values.map(String).filter((value) => !offered.includes(value));
    const reasonOf = (value: string) => reasons.find(([pattern, of]) => pattern.test(field) && of.includes(value))?.[2];
    return {
      field,
      offered,
      left: left.map((value) => ({ value, reason: reasonOf(value) })),
      needless: offered.filter((value) => reasons.some(([pattern, of]) => pattern.test(field) && of.includes(value))),
    };
  });
}

/** The same policy can be written for a host, a port and a version. */
function withoutLevels(path: string): string {
  return path.replace('subsets[].', '').replace('portLevelSettings[].', '');
}

function writtenValues(): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { object } of [everyOption, everyChoice].flatMap(manifestsOf))
    for (const [path, value] of leavesOf(object.spec)) {
      const field = `${object.kind} ${withoutLevels(path)}`;
      values.set(field, (values.get(field) ?? new Set()).add(value));
    }
  return values;
}

function manifestsOf(declare: (chart: Chart) => void) {
  const app = new lib.MeshApp({ outdir: 'never-written', rules: false });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  return app.manifests();
}

function leavesOf(value: unknown, path = ''): [string, string][] {
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [[path.replace(/portLevelMtls\.\d+/, 'portLevelMtls'), String(value)]];
  return Object.entries(value).flatMap(([field, inner]) => leavesOf(inner, path === '' ? field : `${path}.${field}`));
}

/** The options that are a choice between values, each choice once. */
function everyChoice(chart: Chart): void {
  const { ClientTls, DestinationRule, ExternalService, Gateway, LoadBalancing, Server, WasmPlugin, ZeroTrust, Microservice } = lib;
  const service = { host: 'user.shop.svc.cluster.local' };
  const balancing = [LoadBalancing.leastRequest(), LoadBalancing.passthrough(), LoadBalancing.random(), LoadBalancing.roundRobin()];
  for (const [index, loadBalancing] of balancing.entries()) new DestinationRule(chart, `balancing-${index}`, { service, loadBalancing });
  const modes = [
    ClientTls.off(),
    ClientTls.istio(),
    ClientTls.simple({ insecureSkipVerify: true }),
    ClientTls.mutual({ credential: 'own' }),
  ];
  for (const [index, tls] of modes.entries()) new DestinationRule(chart, `tls-${index}`, { service, tls });
  new DestinationRule(chart, 'proxy-protocol', { service, proxyProtocol: 'v1', connectionPool: { http2: 'never' } });
  const hosts = ['a.example.com'];
  const [credential, port] = ['tls', 8443];
  const servers = [
    Server.https({ hosts, credential }),
    Server.https({ hosts, credential, port, mutual: true, minTls: '1.3', maxTls: '1.3' }),
    Server.https({ hosts, credential, port: 8444, maxTls: '1.2' }),
    Server.passthrough({ hosts, port: 8445 }),
    Server.istioMutual({ hosts, port: 8446 }),
    Server.autoPassthrough({ hosts: ['*.local'] }),
  ];
  new Gateway(chart, 'servers', { servers });
  const ports = [{ number: 443, protocol: 'tls' as const }];
  new ExternalService(chart, 'dns', { host: 'dns.example.com', ports });
  new ExternalService(chart, 'none', { host: '*.example.com', ports });
  new ExternalService(chart, 'inside', { host: 'inside.example.com', ports, inMesh: true });
  for (const before of ['authn', 'authz', 'stats'] as const)
    new WasmPlugin(chart, before, { url: 'file:///a', before, traffic: { at: before === 'authn' ? 'inbound' : 'outbound' } });
  new Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
  new ZeroTrust(chart, 'open', {
    of: chart,
    exceptions: [
      { what: 'egressScope', reason: 'a proxy' },
      { what: 'mutualTls', reason: 'old callers' },
    ],
  });
}

/** The section of docs/coverage.md. */
export function enumText(all: readonly EnumValues[] = enumValues()): string {
  const rows = all.map(({ field, offered, left }) => {
    const byReason = new Map<string, string[]>();
    for (const { value, reason = '' } of left) byReason.set(reason, [...(byReason.get(reason) ?? []), `\`${value}\``]);
    const others = [...byReason].map(([reason, values]) => `${values.join(' ')}: ${reason}`).join('; ');
    return `| \`${field}\` | ${offered.map((value) => `\`${value}\``).join(' ')} | ${others} |`;
  });
  return `## Values of Istio's enumerations

| field | by a prop | not by a prop, and why |
|---|---|---|
${rows.join('\n')}
`;
}
