import { isHttp } from '../../istio/protocol';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { PolicyRuleSpec } from '../security/authorization-policy';
import type { PodPort } from '../services/pod-ports';
import { isOwnProxy } from '../workloads/injection';
import { podOf } from '../workloads/pods';
import { httpConditions } from '../workloads/waypoints';
import type { Workload } from '../workloads/workloads';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';
import { selectionOf } from './selection';

const rulesOf = ({ object }: Manifest): readonly FieldReader[] => new FieldReader(object).at('spec', 'rules').items;

/** A port that is a Service's where the container's is compared. */
export function servicePorts(manifest: Manifest, facts: Facts): Reason[] {
  const { pods } = selectionOf(manifest, facts);
  if (pods.length === 0) return [];
  return portsOf(manifest).flatMap(({ field, port }) => {
    const target = containerPortOf(facts, pods, port);
    if (target === undefined) return [];
    return reasonAt(field, {
      cause: 'wrong port number',
      port,
      message: `\`${port}\` is the port of a Service; its pods take those connections on \`${target}\``,
      why: 'policies compare the port of the container, so this never holds, and an ALLOW policy then denies everything',
      fix: `${target}`,
    });
  });
}

function portsOf(manifest: Manifest): { readonly field: FieldReader; readonly port: number }[] {
  const operations = rulesOf(manifest).flatMap((rule) => rule.at('to').items.map((to) => to.at('operation')));
  const listed = operations.flatMap((operation) => [...operation.at('ports').items, ...operation.at('notPorts').items]);
  const levels = new FieldReader(manifest.object).at('spec', 'portLevelMtls').entries;
  return [
    ...listed.map((field) => ({ field, port: Number(field.text) })),
    ...levels.map(([port]) => ({ field: new FieldReader(manifest.object).at('spec', 'portLevelMtls', port), port: Number(port) })),
  ];
}

/** The container port that a Service maps the number to, where no container of the pods has the number itself. */
function containerPortOf({ podPorts }: Facts, pods: readonly Workload[], port: number): number | string | undefined {
  if (pods.some(({ containerPorts }) => containerPorts.includes(port))) return undefined;
  const leading = pods.flatMap((pod) => podPorts.of(pod)).filter(({ service }) => service.registry === 'kubernetes');
  return leading.find((each) => each.port.number === port && each.port.targetPort !== port)?.port.targetPort;
}

/**
 * A condition on HTTP at a port whose proxy sees connections alone: an ALLOW rule with one is left out there, a DENY
 * rule holds without it. Source: Istio `rule.checkError` in its authorization model.
 */
export function httpOnTcpPort(manifest: Manifest, facts: Facts): Reason[] {
  const { pods } = selectionOf(manifest, facts);
  const action = new FieldReader(manifest.object).at('spec', 'action').text || 'ALLOW';
  if (action !== 'ALLOW' && action !== 'DENY') return [];
  const own = pods.filter((pod) => facts.injection.proxyOf(pod).kind === 'sidecar' && !isOwnProxy(podOf(pod)));
  return rulesOf(manifest).flatMap((rule) => {
    const [condition] = httpConditions(rule);
    const found = condition && firstTcpPort(rule, own, { action, facts });
    if (!condition || !found) return [];
    const field = `\`${condition.path.at(-1) === 'key' ? condition.text : condition.path.at(-1)}\``;
    const port = `port ${found.target} of ${found.pod.kind} \`${found.pod.name}\``;
    return reasonAt(condition, {
      cause: 'no HTTP on the port',
      port: Number(found.target),
      level: action === 'DENY' || found.isOnly ? 'warning' : 'info',
      message: `${port} is declared as ${found.protocol}, where ${field} is not read`,
      why:
        action === 'DENY'
          ? 'the rule holds there without the condition, so it denies every connection'
          : 'an ALLOW rule with such a condition is left out there, and no other rule allows the connections',
      fix:
        action === 'DENY'
          ? 'limit the rule to the HTTP ports by `ports`'
          : `add a rule: { to: [{ operation: { ports: ["${found.target}"] } }] }`,
    });
  });
}

interface TcpPort extends PodPort {
  readonly pod: Workload;
  /** Is no port of the rule HTTP? */
  readonly isOnly: boolean;
}

function firstTcpPort(
  rule: FieldReader,
  pods: readonly Workload[],
  { action, facts }: { action: 'ALLOW' | 'DENY'; facts: Facts },
): TcpPort | undefined {
  const operations = rule.at('to').items.map((to) => to.at('operation', 'ports').texts);
  const listed = operations.length > 0 && operations.every((ports) => ports.length > 0) ? new Set(operations.flat()) : undefined;
  for (const pod of pods) {
    const ports = facts.podPorts.of(pod).filter(({ target }) => listed?.has(String(target)) ?? true);
    const tcp = ports.find((each) => isConnection(each) && (action === 'DENY' || !isAllowed(facts, pod, each)));
    if (tcp) return { ...tcp, pod, isOnly: ports.every(isConnection) };
  }
  return undefined;
}

/** Does the proxy see connections alone? A port without a protocol is sniffed. */
function isConnection({ protocol }: PodPort): boolean {
  return !isHttp(protocol) && protocol !== 'unsupported' && protocol !== 'udp';
}

/** Does a rule without conditions on HTTP allow connections to the port? */
function isAllowed({ policies }: Facts, pod: Workload, { target }: PodPort): boolean {
  return policies.of(pod).authorization.some(({ action, manifest }) => {
    if (action !== 'ALLOW') return false;
    return rulesOf(manifest).some((rule) => {
      const operations = rule.at('to').items.map((to) => to.at('operation', 'ports').texts);
      const takesPort = operations.length === 0 || operations.some((ports) => ports.length === 0 || ports.includes(String(target)));
      return takesPort && httpConditions(rule).length === 0;
    });
  });
}

/** A RequestAuthentication whose tokens no policy asks for. */
export function tokenNotRequired(manifest: Manifest, facts: Facts): Reason[] {
  const spec = new FieldReader(manifest.object).at('spec');
  if (spec.at('targetRefs').exists || spec.at('targetRef').exists) return [];
  const { pods } = selectionOf(manifest, facts);
  if (pods.length === 0 || pods.some((pod) => requiresToken(facts, pod))) return [];
  return [
    reasonAt(new FieldReader(manifest.object).at('metadata', 'name'), {
      cause: 'token not required',
      message: 'no AuthorizationPolicy requires the token that this validates',
      why: 'a request without a token passes a RequestAuthentication; only a wrong token is rejected',
      fix: 'add an AuthorizationPolicy: { action: DENY, rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }] }] }',
    }),
  ];
}

function requiresToken({ policies }: Facts, pod: Workload): boolean {
  return policies.of(pod).authorization.some(({ rules, action }) => (action === 'ALLOW' && rules.length === 0) || rules.some(asksForToken));
}

function asksForToken({ from = [], when = [] }: PolicyRuleSpec): boolean {
  const sources = from.some(({ source }) => (source?.requestPrincipals ?? source?.notRequestPrincipals ?? []).length > 0);
  return sources || when.some(({ key = '' }) => key.startsWith('request.auth.'));
}
