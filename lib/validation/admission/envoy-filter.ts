import type {
  EnvoyFilter,
  EnvoyFilter_EnvoyConfigObjectPatch,
  EnvoyFilter_ListenerMatch_FilterMatch,
} from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { regexProblem } from '../values/regex';
import type { Field } from '../violation';
import { checkEnvoyObject } from './envoy-object';
import { mostRegexBytes } from './regexes';
import { checkOldSelector } from './selectors';

/** What istiod's webhook asks of an EnvoyFilter. Source: `pkg/config/validation/envoyfilter`. */
export function checkEnvoyFilter({ workloadSelector, configPatches = [] }: EnvoyFilter, at: Field): void {
  if (!checkOldSelector(workloadSelector, at.at('workloadSelector'))) return;
  at.warning('an EnvoyFilter depends on the inside of Envoy, which may change at any time', {
    why: 'an update of Istio may break it',
    fix: 'use another kind where one can do it',
  });
  for (const [index, patch] of configPatches.entries()) checkPatch(patch, at.at('configPatches', index));
}

/** What may be matched, by what is patched. */
const matches: Readonly<Record<string, 'listener' | 'routeConfiguration' | 'cluster'>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};

/** istiod does not look further at a patch with a mistake in its frame. */
function checkPatch({ applyTo = 'INVALID', match = {}, patch }: EnvoyFilter_EnvoyConfigObjectPatch, at: Field): void {
  if (match.context === 'WAYPOINT') return;
  const operation = patch?.operation ?? 'INVALID';
  if (applyTo === 'INVALID') at.at('applyTo').error('required field `applyTo` is missing');
  else if (patch === undefined) at.at('patch').error('required field `patch` is missing');
  else if (operation === 'INVALID') at.at('patch', 'operation').error('required field `operation` is missing');
  else if (operation !== 'REMOVE' && patch.value === undefined) at.at('patch', 'value').error(`operation \`${operation}\` needs a value`);
  else if (
    isProxyVersion(match.proxy?.proxyVersion ?? '', at.at('match', 'proxy', 'proxyVersion')) &&
    isMatch(String(applyTo), match, at.at('match'))
  ) {
    if (patch.value !== undefined) checkEnvoyObject(String(applyTo), patch.value, at.at('patch', 'value'));
  }
}

/** @returns false when istiod stops there */
function isProxyVersion(pattern: string, at: Field): boolean {
  if (Buffer.byteLength(pattern) > mostRegexBytes) {
    at.warning(`the pattern is longer than ${mostRegexBytes} bytes and is ignored`);
    return true;
  }
  const problem = regexProblem(pattern);
  if (problem !== undefined) at.error(`${quote(pattern)} is not a regular expression: ${problem}`);
  return problem === undefined;
}

/** @returns false when istiod stops there */
function isMatch(applyTo: string, match: NonNullable<EnvoyFilter_EnvoyConfigObjectPatch['match']>, at: Field): boolean {
  const kinds = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;
  const given = kinds.find((kind) => match[kind] !== undefined);
  const expected = matches[applyTo];
  if (expected !== undefined && given !== undefined && given !== expected) {
    at.at(given).error(`\`applyTo: ${applyTo}\` is matched by \`${expected}\`, not by \`${given}\``);
    return expected !== 'listener';
  }
  const filter = expected === 'listener' ? match.listener?.filterChain?.filter : undefined;
  return filter === undefined || isFilterMatch(applyTo, filter, at.at('listener', 'filterChain', 'filter'));
}

const connectionManager = 'envoy.filters.network.http_connection_manager';

/** @returns false when istiod stops there */
function isFilterMatch(applyTo: string, { name = '', subFilter }: EnvoyFilter_ListenerMatch_FilterMatch, at: Field): boolean {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') at.warning(`a match of a filter has no effect with \`applyTo: ${applyTo}\``);
  const problem = filterProblem(applyTo, name, subFilter);
  if (problem !== undefined) {
    at.error(problem);
    return false;
  }
  warnOfOldName(name, at.at('name'));
  warnOfOldName(subFilter?.name ?? '', at.at('subFilter', 'name'));
  return true;
}

function filterProblem(applyTo: string, name: string, subFilter: EnvoyFilter_ListenerMatch_FilterMatch['subFilter']): string | undefined {
  if (name === '') return 'the match names no filter';
  if (subFilter === undefined) return undefined;
  if (applyTo !== 'HTTP_FILTER') return '`subFilter` goes with `applyTo: HTTP_FILTER` only';
  if (name !== connectionManager && name !== 'envoy.http_connection_manager')
    return `\`subFilter\` needs the filter \`${connectionManager}\``;
  return subFilter.name ? undefined : '`subFilter` names no filter';
}

/** Names of filters that Envoy has renamed, by their old name. */
const renamed: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'buffer',
      'cors',
      'csrf',
      'fault',
      'grpc_http1_bridge',
      'grpc_json_transcoder',
      'grpc_web',
      'gzip',
      'health_check',
      'ip_tagging',
      'lua',
      'router',
      'squash',
    ].map((name) => [`envoy.${name}`, `envoy.filters.http.${name}`]),
  ),
  ...Object.fromEntries(
    ['client_ssl_auth', 'ext_authz', 'http_connection_manager', 'mongo_proxy', 'ratelimit', 'redis_proxy', 'tcp_proxy'].map((name) => [
      `envoy.${name}`,
      `envoy.filters.network.${name}`,
    ]),
  ),
  ...Object.fromEntries(
    ['http_inspector', 'original_dst', 'original_src', 'proxy_protocol', 'tls_inspector'].map((name) => [
      `envoy.listener.${name}`,
      `envoy.filters.listener.${name}`,
    ]),
  ),
  'envoy.http_dynamo_filter': 'envoy.filters.http.dynamo',
  'envoy.rate_limit': 'envoy.filters.http.ratelimit',
};

function warnOfOldName(name: string, at: Field): void {
  const current = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  if (current !== undefined) at.warning(`${quote(name)} is the old name of a filter`, { fix: `write \`${current}\`` });
}
