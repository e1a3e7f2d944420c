import type { Mesh } from '../mesh/mesh';
import type { Decision, Destination } from '../route/answer/decision';
import { traceText } from '../route/answer/trace';
import { ingressRouterOf } from '../route/gateway/routers';
import type { Request } from '../route/request/request';
import { explain, type Router } from '../route/router';
import { nameOf, namesOf } from './destination-name';

/** What `toRoute` may ask for. What is left out may be anything. */
export interface ExpectedRoute {
  /** The one destination, for example `user-service:v2`. */
  readonly to?: string;
  /** Path and query as the backend gets them. */
  readonly path?: string;
  /** Host header as the backend gets it. */
  readonly host?: string;
  /** Port of the Service. */
  readonly port?: number;
}

/** What `toRedirect` may ask for. */
export interface ExpectedRedirect {
  /** @default - any redirect */
  readonly status?: number;
  /** The Location header. */
  readonly location?: string;
}

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** Asks a mesh, at its gateway, or any router, such as the sidecar of one client. */
type Asked = Mesh | Router;

/** Every request of this kind is forwarded, to one destination, as expected. */
export function toRoute(asked: Asked, request: Request, expected: ExpectedRoute = {}): Result {
  const answer = ask(asked, request);
  const wrong = routeDifferences(answer.decision, expected);
  return result(answer, { pass: wrong.length === 0, matcher: 'toRoute', expected: wantedText(expected) });
}

/** Requests of this kind are shared out as expected: percentages, or any ratio, by destination. */
export function toSplit(asked: Asked, request: Request, expected: Readonly<Record<string, number>>): Result {
  const answer = ask(asked, request);
  const wanted = Object.entries(expected).map(([name, weight]) => `${name} ${weight}`);
  return result(answer, { pass: isSplit(answer.decision, expected), matcher: 'toSplit', expected: wanted.join(' · ') });
}

/** The gateway sends the client elsewhere. */
export function toRedirect(asked: Asked, request: Request, expected: ExpectedRedirect | string = {}): Result {
  const answer = ask(asked, request);
  const { status, location } = typeof expected === 'string' ? { status: undefined, location: expected } : expected;
  const { decision } = answer;
  const pass =
    decision.location !== null && (status ?? decision.status) === decision.status && (location ?? decision.location) === decision.location;
  return result(answer, {
    pass,
    matcher: 'toRedirect',
    expected: `a redirect${status ? ` with ${status}` : ''}${location ? ` to ${location}` : ''}`,
  });
}

/** The proxy answers itself with a status: a direct response, an injected fault, 404, 503. */
export function toRespond(asked: Asked, request: Request, expected: number): Result {
  const answer = ask(asked, request);
  const { status, destinations } = answer.decision;
  const pass = status === expected && (status !== 200 || destinations.length === 0);
  return result(answer, { pass, matcher: 'toRespond', expected: `${expected}` });
}

/** Something answers every request of this kind, not with an error of the proxy. */
export function toBeReachable(asked: Asked, request: Request): Result {
  const answer = ask(asked, request);
  const { status, destinations, abort } = answer.decision;
  const pass = status !== 'error' && status < 400 && destinations.every((destination) => destination.status === 200) && !abort;
  return result(answer, { pass, matcher: 'toBeReachable', expected: 'an answer to every request' });
}

interface Answer {
  readonly router: Router;
  readonly request: Request;
  readonly decision: Decision;
}

function ask(asked: Asked, request: Request): Answer {
  const router = 'route' in asked ? asked : ingressRouterOf(asked);
  return { router, request, decision: router.route(request) };
}

function routeDifferences({ status, destinations, path, abort }: Decision, expected: ExpectedRoute): string[] {
  if (status !== 200 || destinations.length === 0 || abort) return ['forwarding'];
  const wrong: string[] = [];
  if (destinations.some((destination) => destination.status !== 200)) wrong.push('forwarding');
  if (expected.to !== undefined && !destinations.every((destination) => namesOf(destination).includes(expected.to ?? '')))
    wrong.push('destination');
  if (expected.path !== undefined && expected.path !== path) wrong.push('path');
  if (expected.host !== undefined && destinations.some(({ host }) => host !== expected.host)) wrong.push('host');
  if (expected.port !== undefined && destinations.some(({ cluster }) => cluster.port !== expected.port)) wrong.push('port');
  return wrong;
}

function isSplit({ destinations, abort }: Decision, expected: Readonly<Record<string, number>>): boolean {
  const total = Object.values(expected).reduce((sum, weight) => sum + weight, 0);
  const shares = Object.entries(expected).map(([name, weight]) => ({ name, share: weight / total }));
  const seen = new Set<Destination>();
  const fits = shares.every(({ name, share }) => {
    const own = destinations.filter((destination) => destination.status === 200 && namesOf(destination).includes(name));
    for (const destination of own) seen.add(destination);
    return own.length > 0 && Math.abs(own.reduce((sum, destination) => sum + destination.share, 0) - share) < 1e-9;
  });
  return fits && seen.size === destinations.length && !abort;
}

interface Verdict {
  readonly pass: boolean;
  readonly matcher: string;
  readonly expected: string;
}

/** The trace is put together only for a message that is shown. */
function result({ router, request, decision }: Answer, { pass, matcher, expected }: Verdict): Result {
  const message = () => {
    const url = `${request.scheme}://${request.host ?? ''}${request.path}`;
    const head = `expect(mesh)${pass ? '.not' : ''}.${matcher}(${request.method} ${url})`;
    const want = `  expected ${pass ? 'not ' : ''}${expected}, got ${decisionText(decision)}`;
    return [head, want, traceText(explain(router, request).steps)].join('\n');
  };
  return { pass, message };
}

function wantedText({ to, path, host, port }: ExpectedRoute): string {
  const parts = [to ?? 'a destination', path && `path ${path}`, host && `host ${host}`, port && `port ${port}`];
  return parts.filter(Boolean).join(', ');
}

function decisionText({ status, reason, destinations, path, location, abort }: Decision): string {
  const fault = abort ? `${abort.status} for ${percent(abort.share)} and else ` : '';
  if (location !== null) return `${fault}${status} to ${location}`;
  if (destinations.length === 0 || status !== 200) return `${fault}${status}${reason ? ` (${reason})` : ''}`;
  const shares = destinations.map((destination) => `${nameOf(destination)}${shareText(destination)}`);
  return `${fault}${shares.join(' · ')}${path === null ? '' : `, path ${path}`}`;
}

function shareText({ share, status }: Destination): string {
  return `${share === 1 ? '' : ` ${percent(share)}`}${status === 200 ? '' : ' (503)'}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
