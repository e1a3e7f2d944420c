import { isHttp } from '../../istio/protocol';
import type { HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import { type Incoming, receive } from '../request/incoming';
import type { Request } from '../request/request';
import { abortOf } from '../rule/fault';
import { headerChanges } from '../rule/header-changes';
import type { Decision, Destination, ReusedConnection } from './decision';

/** What happens to a request on the way beside being forwarded: one value for JSON, one line for readers, never one without the other. */
export interface Fact {
  /** Name of the field in JSON. */
  readonly name: string;
  readonly value: unknown;
  readonly text: string;
}

/** Everything that is known about the way of a request beside where it goes. */
export function factsOf(decision: Decision, request: Request): readonly Fact[] {
  const { route, destinations, mirrors, hash } = decision;
  const spec = route?.rule.spec;
  const incoming = receive(request);
  return [
    ...(spec ? [...faultFacts(spec), ...ruleFacts(spec, decision), ...corsFacts(spec), ...directFacts(decision, spec)] : []),
    ...mirrors.map(({ cluster: { host, port, subset }, percent }) => ({
      name: 'mirrors',
      value: { host, port, subset, percent },
      text: `copies ${percent} % to ${host}:${port}${subset ? ` subset ${subset}` : ''}; nobody waits for the answer`,
    })),
    ...hash.map(({ on, name }) => ({ name: 'hash', value: { on, name }, text: `the pod is picked by hash of ${hashText(on, name)}` })),
    ...('malformed' in incoming ? [] : destinations.flatMap((destination) => headerFacts(destination, incoming))),
    ...destinations.flatMap(podFacts),
    ...(decision.reused ?? []).map((reused) => ({ name: 'reused', value: reused, text: reusedText(reused) })),
  ];
}

function reusedText({ over, certificate, status, reason }: ReusedConnection): string {
  const names = over.slice(0, 3).map((name) => `\`${name}\``);
  const servers =
    names.length < over.length ? `${names.join(', ')} and ${over.length - names.length} more` : names.join(', ') || 'another server';
  return `a browser with an HTTP/2 connection to ${servers} (certificate \`${certificate}\` too) sends the request over it and gets ${status}: ${reason}`;
}

/** Facts of one name as one field: a list where there may be several. */
export function factsJson(facts: readonly Fact[]): Readonly<Record<string, unknown>> {
  const lists = new Set(['reused', 'mirrors', 'hash', 'pods', 'requestHeaders', 'responseHeaders']);
  const json: Record<string, unknown> = {};
  for (const { name, value } of facts) json[name] = lists.has(name) ? [...((json[name] as unknown[]) ?? []), value] : value;
  return json;
}

function faultFacts({ fault }: HttpRouteSpec): Fact[] {
  const abort = abortOf(fault);
  const { delay } = fault ?? {};
  const share = (delay?.percentage ? delay.percentage.value : delay?.percent) ?? 0;
  return [
    ...(abort
      ? [
          {
            name: 'fault',
            value: abort,
            text: `${percent(abort.share)} of such requests get ${abort.status} by an injected fault; neither retries nor timeouts cover it`,
          },
        ]
      : []),
    ...(delay?.fixedDelay && share > 0
      ? [
          {
            name: 'delay',
            value: { fixedDelay: delay.fixedDelay, percent: share },
            text: `${share} % wait ${delay.fixedDelay} by an injected fault`,
          },
        ]
      : []),
  ];
}

/** Istio retries twice by default. Source: Istio `retry.DefaultPolicy`. */
const defaultRetries = { attempts: 2, retryOn: 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes' };

interface Retries {
  readonly attempts?: number;
  readonly perTryTimeout?: string;
  readonly retryOn?: string;
}

function ruleFacts({ timeout, retries }: HttpRouteSpec, { destinations }: Decision): Fact[] {
  if (destinations.length === 0) return [];
  const written = (retries ?? undefined) as Retries | undefined;
  const { attempts = 0, perTryTimeout, retryOn = defaultRetries.retryOn } = written ?? (defaultRetries as Retries);
  const each = perTryTimeout ? `, ${perTryTimeout} each` : '';
  return [
    ...(timeout && timeout !== '0s' ? [{ name: 'timeout', value: timeout, text: `timeout after ${timeout}` }] : []),
    ...(written
      ? [
          {
            name: 'retries',
            value: { attempts, ...(perTryTimeout ? { perTryTimeout } : {}), retryOn },
            text: attempts === 0 ? 'no retries' : `retried up to ${attempts} times${each}, on ${retryOn}`,
          },
        ]
      : []),
  ];
}

function corsFacts({ corsPolicy }: HttpRouteSpec): Fact[] {
  if (!corsPolicy) return [];
  const origins = (corsPolicy.allowOrigins ?? (corsPolicy.allowOrigin ?? []).map((exact) => ({ exact }))).flatMap((match) =>
    Object.values(match),
  );
  return [{ name: 'cors', value: corsPolicy, text: `CORS headers for ${origins.join(', ') || 'no origin'}` }];
}

function directFacts({ route }: Decision, { directResponse }: HttpRouteSpec): Fact[] {
  const { action } = route ?? {};
  if (action?.kind !== 'direct' || !directResponse || action.body === '') return [];
  return [
    { name: 'directResponse', value: { status: action.status, body: action.body }, text: `body ${JSON.stringify(shortened(action.body))}` },
  ];
}

function headerFacts(destination: Destination, incoming: Incoming): Fact[] {
  const { set, removed } = headerChanges(destination, incoming);
  const request = [
    ...Object.entries(set).map(([name, values]) => `${name}: ${values.join(', ')}`),
    ...removed.map((name) => `without ${name}`),
  ];
  const response = destination.responseHeaders.flatMap((operations) => [
    ...[...operations.set, ...operations.add].map(([name, value]) => `${name}: ${value}`),
    ...operations.remove.map((name) => `without ${name}`),
  ]);
  return [
    ...(request.length > 0
      ? [
          {
            name: 'requestHeaders',
            value: { host: destination.cluster.host, set, removed },
            text: `the backend gets ${request.join('; ')}`,
          },
        ]
      : []),
    ...(response.length > 0 ? [{ name: 'responseHeaders', value: response, text: `the client gets ${response.join('; ')}` }] : []),
  ];
}

/** Which pods answer, and what is spoken to them. */
function podFacts({ cluster, status, workload }: Destination): Fact[] {
  if (status !== 200) return [];
  const port = cluster.service?.ports.find(({ number }) => number === cluster.port);
  const protocol =
    port && (port.protocol === 'grpc' || port.protocol === 'http2' ? 'HTTP/2' : isHttp(port.protocol) ? 'HTTP/1.1' : port.protocol);
  const pods = cluster.endpoints.filter((endpoint) => !workload || endpoint.workload === workload);
  return pods.map(({ workload: own, port: number, address }) => {
    const labels = Object.entries(own?.labels ?? {}).map(([key, value]) => `${key}=${value}`);
    const name = own ? `${own.kind} ${own.namespace}/${own.name}` : (address ?? '');
    const value = {
      ...(own ? { workload: name, labels: own.labels, replicas: own.replicas } : { address: name }),
      ...(own && address !== undefined ? { address } : {}),
      port: number,
      ...(protocol ? { protocol } : {}),
    };
    const count = own ? `, ${own.replicas} ${own.replicas === 1 ? 'replica' : 'replicas'}` : '';
    return {
      name: 'pods',
      value,
      text: `${name} port ${number}${labels.length > 0 ? ` (${labels.join(', ')})` : ''}${count}${protocol ? `, ${protocol}` : ''}`,
    };
  });
}

function hashText(on: string, name: string): string {
  return (
    { header: `header ${name}`, cookie: `cookie ${name}`, sourceIp: 'the source address', queryParameter: `query parameter ${name}` }[on] ??
    on
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
