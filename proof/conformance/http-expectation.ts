import type { Decision, Destination } from '../../lib/route/answer/decision';
import { receive } from '../../lib/route/request/incoming';
import type { Request } from '../../lib/route/request/request';
import { headerChanges } from '../../lib/route/rule/header-changes';
import { statusBehind } from './backend-behaviour';
import type { ExpectedResponse } from './recorded';

/** Where a request goes. */
export interface Address {
  readonly port: number;
  /** The host where the test names none. */
  readonly host: string;
  readonly scheme: 'http' | 'https';
  readonly sni?: string;
  readonly clientCertificate?: Request['clientCertificate'];
}

export function requestOf(
  { Request: asked }: Pick<ExpectedResponse, 'Request'>,
  { port, host, scheme, sni, clientCertificate }: Address,
): Request {
  return {
    method: asked.Method || 'GET',
    scheme,
    port,
    host: asked.Host || host,
    path: asked.Path || '/',
    headers: asked.Headers ?? {},
    ...(sni === undefined ? {} : { sni }),
    ...(clientCertificate ? { clientCertificate } : {}),
  };
}

/** What a decision is not as the suite expects it. Source: Gateway API `conformance/utils/http.CompareRoundTrip`. */
export function httpDifferences(expected: ExpectedResponse, decision: Decision, request: Request, compared = { path: true }): string[] {
  const { StatusCode, StatusCodes } = expected.Response;
  const statuses = StatusCodes?.length ? StatusCodes : [StatusCode || 200];
  const open = decision.undecided.map((what) => `undecided: ${what}`);
  const answers = statusesOf(decision);
  const wrong = answers.filter((status) => !statuses.some((each) => each === status));
  if (wrong.length > 0) return [...open, `status ${wrong.join()} (${decision.reason ?? 'forwarded'}), expected ${statuses.join(' or ')}`];
  if (expected.RedirectRequest) return [...open, ...redirectDifferences(expected.RedirectRequest, decision, request)];
  if (!statuses.includes(200) || decision.destinations.length === 0) return open;
  return [
    ...open,
    ...decision.destinations.flatMap((destination) => backendDifferences(expected, { decision, destination, request, compared })),
    ...mirrors(expected, decision),
  ];
}

function statusesOf(decision: Decision): (number | 'error')[] {
  const { status, destinations } = decision;
  if (status !== 200 || destinations.length === 0) return [status];
  return [...new Set(destinations.map((each) => (each.status === 200 ? statusBehind(decision) : each.status)))];
}

interface Reached {
  readonly decision: Decision;
  readonly destination: Destination;
  readonly request: Request;
  readonly compared: { readonly path: boolean };
}

function backendDifferences(expected: ExpectedResponse, { decision, destination, request, compared }: Reached): string[] {
  const { Backend, Namespace, Request: asked, ExpectedRequest: arriving } = expected;
  const found: string[] = [];
  const compare = (what: string, actual: unknown, wanted: unknown) => {
    if (actual !== wanted) found.push(`${what} \`${actual}\`, expected \`${wanted}\``);
  };
  const pods = destination.cluster.endpoints.map(({ workload }) => workload);
  for (const pod of pods) {
    if (!pod) continue; // an address that an EndpointSlice lists
    if (!pod.name.startsWith(Backend)) compare('backend', pod.name, Backend);
    if (Namespace !== '') compare('namespace of the backend', pod.namespace, Namespace);
  }
  if (compared.path) compare('path', decision.path, arriving?.Path || asked.Path || '/');
  if (arriving?.Host) compare('host', destination.host, arriving.Host);
  const incoming = receive(request);
  if ('malformed' in incoming) return [...found, 'the request is malformed'];
  const changes = headerChanges(destination, incoming);
  const sent = new Map([...incoming.headers].map(([name, values]) => [name, values.join(',')]));
  for (const [name, values] of Object.entries(changes.set)) sent.set(name, values.join(','));
  for (const name of changes.removed) sent.delete(name);
  for (const [name, value] of Object.entries(arriving?.Headers ?? {})) compare(`header \`${name}\``, sent.get(name.toLowerCase()), value);
  for (const name of arriving?.AbsentHeaders ?? []) compare(`header \`${name}\``, sent.get(name.toLowerCase()), undefined);
  return [...found, ...responseDifferences(expected, destination)];
}

/** Headers of the answer, but for those of CORS, which the evaluator does not make. */
function responseDifferences({ Response, BackendSetResponseHeaders }: ExpectedResponse, { responseHeaders }: Destination): string[] {
  const headers = new Map(Object.entries(BackendSetResponseHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  for (const { remove, set, add } of responseHeaders) {
    for (const name of remove) headers.delete(name.toLowerCase());
    for (const [name, value] of set) headers.set(name.toLowerCase(), value);
    for (const [name, value] of add) headers.set(name.toLowerCase(), [headers.get(name.toLowerCase()), value].filter(Boolean).join(','));
  }
  const wrong = Object.entries(Response.Headers ?? {}).filter(
    ([name, value]) => !name.toLowerCase().startsWith('access-control-') && headers.get(name.toLowerCase()) !== value,
  );
  const present = (Response.AbsentHeaders ?? []).filter((name) => headers.has(name.toLowerCase()));
  return [
    ...wrong.map(([name, value]) => `header \`${name}\` of the answer \`${headers.get(name.toLowerCase())}\`, expected \`${value}\``),
    ...present.map((name) => `header \`${name}\` of the answer, expected none`),
  ];
}

function mirrors({ MirroredTo }: ExpectedResponse, { mirrors: copies }: Decision): string[] {
  return (MirroredTo ?? []).flatMap(({ Name, Namespace, Percent }) => {
    const copy = copies.find(({ cluster }) => cluster.host.startsWith(`${Name}.${Namespace}.`));
    if (!copy) return [`no copy goes to \`${Namespace}/${Name}\``];
    return Percent !== null && copy.percent !== Percent ? [`${copy.percent} % of copies, expected ${Percent} %`] : [];
  });
}

/** Source: Gateway API `conformance/utils/http.setRedirectRequestDefaults`. */
function redirectDifferences(
  expected: NonNullable<ExpectedResponse['RedirectRequest']>,
  { location }: Decision,
  request: Request,
): string[] {
  const url = new URL(location ?? '', `${request.scheme}://${request.host}`);
  const actual = { Scheme: url.protocol.slice(0, -1), Host: url.hostname, Port: url.port, Path: url.pathname };
  const wanted = {
    Scheme: expected.Scheme || request.scheme,
    Host: expected.Host || url.hostname,
    Port: standardPort(expected.Port, expected.Scheme || request.scheme),
    Path: expected.Path || (request.path.split('?')[0] ?? ''),
  };
  return (Object.keys(wanted) as (keyof typeof wanted)[])
    .filter((part) => actual[part] !== wanted[part])
    .map((part) => `${part} of the redirect \`${actual[part]}\`, expected \`${wanted[part]}\` (${location})`);
}

/** A URL does not name the port of its scheme. */
function standardPort(port: string, scheme: string): string {
  return (scheme === 'https' ? '443' : '80') === port ? '' : port;
}
