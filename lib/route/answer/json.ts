import { referenceText } from '../policy/authorization';
import { type PolicyStage, undecidedOf } from '../policy/policy-stage';
import { receive } from '../request/incoming';
import type { Request } from '../request/request';
import { type HeaderChanges, headerChanges } from '../rule/header-changes';
import type { Decision, Destination, ReusedConnection } from './decision';
import { factsJson, factsOf } from './on-the-way';

/** A decision as the command line prints it, one line of JSON. */
export interface DecisionJson {
  /** 200: forwarded; a status Envoy answers itself; `error`: no answer at all. */
  readonly status: number | 'error';
  /** `namespace/name` of the VirtualService whose rule took the request. */
  readonly virtualService: string | null;
  /** The rule that decides, by its index in the VirtualService and its name. */
  readonly route: { readonly index: number; readonly name: string | null } | null;
  /** Where the request goes, and with which share. */
  readonly destinations: readonly DestinationJson[];
  /** Path and query as the backend gets them. */
  readonly path: string | null;
  /** Host header as the backend gets it; null where destinations differ in it. */
  readonly host: string | null;
  /** The Location header of a redirect. */
  readonly location: string | null;
  /** Why the proxy answers itself. */
  readonly reason: string | null;
  /** A fault that fires for a part of such requests only. */
  readonly abort?: { readonly status: number; readonly share: number };
  /** Is the client redirected to the URL it asked for? */
  readonly loops?: boolean;
  /** What a browser may get that sends the request over a connection to another server with the same certificate. @default - the same answer */
  readonly reused?: readonly ReusedConnection[];
  /** The body Envoy answers, where a policy refuses the request. */
  readonly body?: string;
  /** What the policies of each proxy on the way do. @default - none holds for any of them */
  readonly policies?: readonly PolicyJson[];
  /** What could change the answer and is not evaluated, each with its object. @default - nothing */
  readonly undecided?: readonly string[];
  /** What the manifests do not say and the answer relies on. @default - nothing */
  readonly assumed?: readonly string[];
}

export interface PolicyJson {
  readonly proxy: string;
  readonly outcome: 'allowed' | 'denied' | 'undecided';
  readonly status?: number;
  readonly body?: string;
  /** `namespace/name` of the AuthorizationPolicy or RequestAuthentication that decided. */
  readonly policy?: string;
  /** Place of the rule in the policy. */
  readonly rule?: number;
  readonly reason?: string;
  /** What was taken for granted. */
  readonly assumed?: readonly string[];
  /** Headers that the proxy writes claims into. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Dry-run and AUDIT rules that match, which change nothing. */
  readonly logged?: readonly string[];
}

export interface DestinationJson {
  readonly host: string;
  readonly subset: string | null;
  readonly port: number;
  /** Of all such requests, 0 to 1. */
  readonly share: number;
  /** The pods this share is about, where those of one destination answer differently. */
  readonly workload?: string;
  /** What this share gets instead of an answer of the application. @default - 503 where there is a reason */
  readonly status?: number | 'error';
  /** Why this share gets no answer of the application. */
  readonly reason?: string;
  /** Headers the backend gets otherwise than they were sent. @default - all as they were */
  readonly headers?: HeaderChanges;
}

/** The answer as `mesh route --json` prints it. @param request the request that was decided */
export function decisionJson(decision: Decision, request: Request): DecisionJson {
  const { status, route, connection, destinations, path, location, reason } = decision;
  const hosts = new Set(destinations.map((destination) => destination.host));
  const [host = null] = hosts;
  return {
    status,
    virtualService: (route ?? connection)?.virtualService?.titleOf(route?.rule) ?? null,
    route: route
      ? { index: route.rule.index, name: route.rule.spec.name || null }
      : connection
        ? { index: connection.index, name: null }
        : null,
    destinations: destinations.map((destination) => destinationJson(destination, request)),
    path,
    host: hosts.size === 1 ? host : null,
    location,
    reason,
    ...(decision.abort ? { abort: decision.abort } : {}),
    ...(decision.loops ? { loops: true } : {}),
    ...policiesJson(decision),
    ...factsJson(factsOf(decision, request)),
  };
}

function policiesJson({
  policies = [],
  body,
  undecided: unknown,
  assumed,
}: Decision): Pick<DecisionJson, 'policies' | 'undecided' | 'assumed' | 'body'> {
  const undecided = [...new Set([...unknown, ...undecidedOf(policies)])];
  return {
    ...(body === undefined ? {} : { body }),
    ...(policies.length > 0 ? { policies: policies.map(policyJson) } : {}),
    ...(undecided.length > 0 ? { undecided } : {}),
    ...(assumed.length > 0 ? { assumed } : {}),
  };
}

function policyJson({ proxy, verdict }: PolicyStage): PolicyJson {
  const { outcome, status, body, by, jwtRule, reason, assumed, logged, changes } = verdict;
  return {
    proxy,
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { body }),
    ...(by ? { policy: by.policy.name, ...(by.rule === undefined ? {} : { rule: by.rule }) } : {}),
    ...(jwtRule ? { policy: jwtRule.policy, rule: jwtRule.index } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(changes && changes.added.length > 0 ? { sets: Object.fromEntries(changes.added) } : {}),
    ...(assumed.length > 0 ? { assumed } : {}),
    ...(logged.length > 0 ? { logged: logged.map(referenceText) } : {}),
  };
}

function destinationJson(destination: Destination, request: Request): DestinationJson {
  const { host, subset, port } = destination.cluster;
  const { workload, status, reason } = destination;
  const pods = workload ? { workload: `${workload.kind} ${workload.namespace}/${workload.name}` } : {};
  const shown = { host, subset, port, share: destination.share, ...pods };
  if (status !== 200) return { ...shown, ...(status === 503 ? {} : { status }), reason };
  const incoming = receive(request);
  if ('malformed' in incoming) return shown;
  const headers = headerChanges(destination, incoming);
  return Object.keys(headers.set).length + headers.removed.length > 0 ? { ...shown, headers } : shown;
}
