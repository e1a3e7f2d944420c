import type { Cluster } from '../cluster';
import type { Incoming } from '../request/incoming';
import type { ForwardAction, Target } from '../rule/action';
import { answersPreflight } from '../rule/cors';
import { abortOf } from '../rule/fault';
import type { HashPolicy } from '../rule/hash';
import type { HeaderOperations } from '../rule/header-operations';
import { httpsLocation, location, redirectCodes } from '../rule/redirect';
import type { Route } from '../rule/route';
import { firstRoute, type VirtualHost } from '../rule/route-table';
import { answered, type Decision, type Destination } from './decision';

/** What the routes of one virtual host do with a request. Source: the order of Envoy's filters: CORS, fault, router. */
export function answerAt(host: VirtualHost, request: Incoming): Decision {
  if (host.requireTls && request.scheme !== 'https') {
    return answered(301, 'the server redirects plain HTTP to HTTPS', { location: httpsLocation(request) });
  }
  const route = firstRoute(host, request);
  return route ? take(route, request) : answered(404, `no route of \`${host.domain}\` takes the request`);
}

function take(route: Route, request: Incoming): Decision {
  const { spec } = route.rule;
  const { action } = route;
  if (spec.corsPolicy && action.kind === 'forward' && answersPreflight(spec.corsPolicy, request)) {
    return answered(200, 'the CORS policy answers the preflight', { route });
  }
  const abort = abortOf(spec.fault);
  if (abort?.share === 1) return answered(abort.status, 'a fault is injected', { route });
  const decision = act(route, request);
  return abort ? { ...decision, abort } : decision;
}

function act(route: Route, request: Incoming): Decision {
  const { action } = route;
  if (action.kind === 'redirect')
    return answered(action.redirect.status, 'the rule redirects', { route, location: location(action.redirect, request) });
  if (action.kind === 'direct')
    return answered(action.status, 'the rule answers itself', { route, location: directLocation(action.status, request) });
  return forward(route, action, request);
}

/** Envoy adds a Location to a direct response with the status of a redirect: the request's own URL. */
function directLocation(status: number, request: Incoming): string | null {
  return redirectCodes.includes(status) ? location({ scheme: '', authority: '', port: 0, path: '' }, request) : null;
}

function forward(route: Route, action: ForwardAction, request: Incoming): Decision {
  const destinations = action.targets.map((target) => destination(target, request));
  const served = destinations.some(({ status }) => status === 200);
  return {
    status: served ? 200 : (destinations[0]?.status ?? 503),
    reason: served ? null : (destinations[0]?.reason ?? 'the rule has no destination'),
    route,
    destinations,
    path: action.rewrite ? action.rewrite(request.target) : request.target,
    location: null,
    mirrors: action.mirrors,
    hash: action.hash,
    undecided: action.undecided,
    assumed: [],
  };
}

function destination(
  { cluster, share, authority, requestHeaders, responseHeaders, invalidHeader, unknownStatus = 503 }: Target,
  request: Incoming,
): Destination {
  const reason =
    cluster.failure?.reason ??
    (invalidHeader === undefined ? undefined : `the rule sets a header named \`${invalidHeader}\`, which is no header name`);
  const status = reason === undefined ? 200 : cluster.failure?.flag === 'NC' ? unknownStatus : 503;
  return { cluster, share, status, reason, host: authority || request.authority, requestHeaders, responseHeaders };
}

const untouched: HeaderOperations = { remove: [], set: [], add: [] };

/** A request that no rule touches on its way to a service. */
export function plainForward(cluster: Cluster, { target, authority }: Incoming, hash: HashPolicy | undefined): Decision {
  const status = cluster.failure ? 503 : 200;
  return {
    status,
    reason: cluster.failure?.reason ?? null,
    destinations: [
      {
        cluster,
        share: 1,
        status,
        reason: cluster.failure?.reason,
        host: authority,
        requestHeaders: [untouched],
        responseHeaders: [untouched],
      },
    ],
    path: target,
    location: null,
    mirrors: [],
    hash: hash ? [hash] : [],
    undecided: [],
    assumed: [],
  };
}
