import type {
  EnvoyFilter,
  EnvoyFilter_EnvoyConfigObjectPatch,
  EnvoyFilter_ListenerMatch_FilterMatch,
} from '../../../imports/protobuf/networking';
import { quote } from '../values/describe';
import { regexProblem } from '../values/regex';
import type { Field } from '../violation';
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
  else if (checkProxyVersion(match.proxy?.proxyVersion ?? '', at.at('match', 'proxy', 'proxyVersion')))
    checkMatch(String(applyTo), match, at.at('match'));
}

/** @returns false when istiod stops there */
function checkProxyVersion(pattern: string, at: Field): boolean {
  if (Buffer.byteLength(pattern) > mostRegexBytes) {
    at.warning(`the pattern is longer than ${mostRegexBytes} bytes and is ignored`);
    return true;
  }
  const problem = regexProblem(pattern);
  if (problem !== undefined) at.error(`${quote(pattern)} is not a regular expression: ${problem}`);
  return problem === undefined;
}

function checkMatch(applyTo: string, match: NonNullable<EnvoyFilter_EnvoyConfigObjectPatch['match']>, at: Field): void {
  const kinds = ['listener', 'routeConfiguration', 'cluster', 'waypoint'] as const;
  const given = kinds.find((kind) => match[kind] !== undefined);
  const expected = matches[applyTo];
  if (expected !== undefined && given !== undefined && given !== expected)
    at.at(given).error(`\`applyTo: ${applyTo}\` is matched by \`${expected}\`, not by \`${given}\``);
  else if (expected === 'listener' && match.listener?.filterChain?.filter)
    checkFilter(applyTo, match.listener.filterChain.filter, at.at('listener', 'filterChain', 'filter'));
}

const connectionManager = 'envoy.filters.network.http_connection_manager';

function checkFilter(applyTo: string, { name = '', subFilter }: EnvoyFilter_ListenerMatch_FilterMatch, at: Field): void {
  if (applyTo === 'LISTENER' || applyTo === 'FILTER_CHAIN') at.warning(`a match of a filter has no effect with \`applyTo: ${applyTo}\``);
  if (name === '') at.at('name').error('the match names no filter');
  else if (subFilter !== undefined && applyTo !== 'HTTP_FILTER')
    at.at('subFilter').error('`subFilter` goes with `applyTo: HTTP_FILTER` only');
  else if (subFilter !== undefined && name !== connectionManager && name !== 'envoy.http_connection_manager')
    at.at('name').error(`\`subFilter\` needs the filter \`${connectionManager}\``);
  else if (subFilter !== undefined && !subFilter.name) at.at('subFilter', 'name').error('the match names no filter');
  else {
    warnOfOldName(name, at.at('name'));
    warnOfOldName(subFilter?.name ?? '', at.at('subFilter', 'name'));
  }
}

function warnOfOldName(_name: string, _at: Field): void {}
