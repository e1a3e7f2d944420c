import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { ConvertedRule } from '../routing/converted';
import type { HttpMatchSpec, HttpRouteSpec } from '../routing/virtual-service-spec';
import type { Backends, RouteReport } from './backends';
import { backendHeaders, filtered } from './filters';
import { grpcMatch, httpMatch } from './matches';
import { stored } from './objects';

/** The rules of an HTTPRoute or GRPCRoute. Source: Istio `convertHTTPRoute`, `convertGRPCRoute`. */
export function convertedRules(manifest: Manifest, backends: Backends, report: RouteReport): ConvertedRule[] {
  const matchOf = manifest.object.kind === 'GRPCRoute' ? grpcMatch : httpMatch;
  return stored(manifest)
    .at('spec', 'rules')
    .items.flatMap((rule): ConvertedRule[] => {
      const spec = ruleOf(rule, backends, report);
      const place = { manifest, path: rule.path };
      const matches = rule.at('matches').items;
      if (matches.length === 0) return [{ spec, place, matchPlaces: [] }];
      return matches.map((match) => ({
        spec: { ...spec, match: [matchOf(match)] },
        place,
        matchPlaces: [{ manifest, path: match.path }],
      }));
    });
}

function ruleOf(rule: FieldReader, backends: Backends, report: RouteReport): HttpRouteSpec {
  const out: HttpRouteSpec = { ...filtered(rule.at('filters'), backends, report), ...timing(rule) };
  const targets = backends.weighted(rule, report);
  if (targets.length === 0 && !out.redirect) return { ...out, directResponse: { status: 500 } };
  const route = targets.map(({ backend, destination, weight }) => {
    const headers = backendHeaders(backend.at('filters'), report);
    return { destination, ...(weight === undefined ? {} : { weight }), ...(headers ? { headers } : {}) };
  });
  return { ...out, route };
}

/** Which failures are tried again, beside the codes that are named. */
const connectionErrors = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled'];

function timing(rule: FieldReader): Pick<HttpRouteSpec, 'timeout' | 'retries'> {
  const retry = rule.at('retry');
  const request = durationOf(rule.at('timeouts', 'request'));
  const each = durationOf(rule.at('timeouts', 'backendRequest'));
  const attempts = retry.at('attempts').number ?? 2;
  const codes = retry.at('codes').items.map((code) => String(code.value));
  const retries = retry.exists && {
    attempts,
    ...(attempts > 0 ? { retryOn: [...connectionErrors, ...codes].join(',') } : {}),
    ...(each ? { perTryTimeout: each } : {}),
    ...(retry.at('backoff').exists ? { backoff: retry.at('backoff').text } : {}),
  };
  const timeout = retry.exists ? request : (each ?? request);
  return { ...(timeout ? { timeout } : {}), ...(retries ? { retries } : {}) };
}

/** `0s` stands for no limit at all. */
function durationOf(field: FieldReader): string | undefined {
  return /[1-9]/.test(field.text) ? field.text : undefined;
}

/** Exact path, longest path, method, most headers, most query parameters; what is alike stays in order. Source: Istio `sortHTTPRoutes`. */
export function byPrecedence(one: ConvertedRule, other: ConvertedRule): number {
  const [a, b] = [one.spec.match?.[0], other.spec.match?.[0]];
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  return (
    rank(b) - rank(a) ||
    pathOf(b).length - pathOf(a).length ||
    Number(b.method !== undefined) - Number(a.method !== undefined) ||
    count(b.headers) - count(a.headers) ||
    count(b.queryParams) - count(a.queryParams)
  );
}

function rank({ uri }: HttpMatchSpec): number {
  if (!uri) return -1;
  return uri.exact !== undefined ? 3 : uri.prefix !== undefined ? 2 : 1;
}

function pathOf({ uri }: HttpMatchSpec): string {
  return uri?.exact ?? uri?.prefix ?? uri?.regex ?? '';
}

function count(conditions: object | undefined): number {
  return Object.keys(conditions ?? {}).length;
}
