import type { VirtualServiceSpecHttpMatch } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { gatewayNames, type IGateway } from './gateway';
import type { Header } from './header';
import { labels } from './label';
import type { Path, UriMatch } from './path';
import { portNumber } from './port';
import type { Query } from './query';
import { StringMatch } from './string-match';

/** The methods of HTTP. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'CONNECT' | 'TRACE';

/** Which requests a route takes: those for which every condition holds. Source: Istio `HTTPMatchRequest`. */
export interface RouteMatch {
  /** The path of the request, without its query. @default - any path */
  readonly path?: Path;
  /** Conditions on headers, at most one a header; `Header.absent` and `Header.isNot` ask for what must not be. @default - none */
  readonly headers?: readonly Header[];
  /** Any of these. @default - any method */
  readonly methods?: readonly HttpMethod[];
  /** The host as the caller names it, a text for exactly this. @default - any of the virtual service's hosts */
  readonly authority?: string | StringMatch;
  /** Conditions on query parameters, at most one a parameter. @default - none */
  readonly query?: readonly Query[];
  /** The scheme that the caller used. @default - both */
  readonly scheme?: 'http' | 'https';
  /** The port of the gateway, or of the service asked for. @default - any */
  readonly port?: number;
  /** Some of the virtual service's gateways, or `'mesh'`. @default - all of them */
  readonly gateways?: readonly (IGateway | 'mesh')[];
  /** Labels of the calling pod; only callers in the mesh have them. @default - any caller */
  readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** One Istio match with what a rewrite must say for it. */
export interface RenderedMatch {
  /** undefined accepts every request. */
  readonly match?: VirtualServiceSpecHttpMatch;
  rewriteTo(target: string): string;
}

/** All Istio matches that together say the same as `match`; any of them suffices. @throws ConstructError `HeaderTwice`, `QueryTwice`, `PortRange` */
export function renderMatches(match: RouteMatch): RenderedMatch[] {
  const uris: (UriMatch | undefined)[] = match.path?.toMatches() ?? [undefined];
  const methods: (HttpMethod | undefined)[] = match.methods?.length ? [...match.methods] : [undefined];
  const common = renderCommon(match);
  return uris.flatMap((uri) =>
    methods.map((method) => {
      const fields = { uri: uri?.uri, method: method && { exact: method }, ...common };
      const isEmpty = Object.values(fields).every((value) => value === undefined);
      return { match: isEmpty ? undefined : fields, rewriteTo: uri ? (target) => uri.rewriteTo(target) : (target) => target };
    }),
  );
}

/** Whether a route with this match leaves nothing to the routes after it. */
export function takesAll({ path, headers, methods, authority, query, scheme, port, sourceLabels, gateways }: RouteMatch): boolean {
  const lists = [headers, methods, query].every((list) => list === undefined || list.length === 0);
  const fields = [authority, scheme, port, sourceLabels, gateways].every((field) => field === undefined);
  return lists && fields && (path === undefined || path.takesAll());
}

function renderCommon(match: RouteMatch): Omit<VirtualServiceSpecHttpMatch, 'uri' | 'method'> {
  const headers = match.headers ?? [];
  return {
    headers: byName(
      headers.filter((header) => header.holds),
      'Header',
    ),
    withoutHeaders: byName(
      headers.filter((header) => !header.holds),
      'Header',
    ),
    queryParams: byName(match.query ?? [], 'Query'),
    authority: typeof match.authority === 'string' ? StringMatch.exactly(match.authority).spec : match.authority?.spec,
    scheme: match.scheme && { exact: match.scheme },
    port: match.port === undefined ? undefined : portNumber(match.port),
    gateways: match.gateways && gatewayNames(match.gateways),
    sourceLabels: match.sourceLabels && labels(match.sourceLabels),
  };
}

/** Istio keeps these by name, so that of two with one name the first would be lost. */
function byName<T>(
  conditions: readonly { readonly name: string; readonly spec: T }[],
  what: 'Header' | 'Query',
): Record<string, T> | undefined {
  if (conditions.length === 0) return undefined;
  const names = conditions.map(({ name }) => (what === 'Header' ? name.toLowerCase() : name));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new ConstructError(`${what}Twice`, `two conditions of one route are on \`${twice}\``, {
      why: 'Istio keeps one condition for each name',
      fix: `one ${what}.matches('${twice}', …)`,
    });
  }
  return Object.fromEntries(conditions.map(({ name, spec }) => [name, spec]));
}
