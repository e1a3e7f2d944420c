import { isMapping } from '../../manifest/mapping';

/*
 * What Envoy certainly accepts, by a look at an object as it is written. Envoy accepts or rejects a configuration as a whole, so one answer
 * depends on every object of the gateway. Most consist of paths, hosts and weights, of which nothing can be rejected: these need not be
 * validated, decoded and compiled before an answer that they have no part in. With 10,000 hosts the first answer takes 0.4 s instead of 2.4 s.
 *
 * `true` has to be certain and `false` says nothing: what is not listed here is looked at in full.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Can nothing in the `http` rules of a VirtualService be rejected, whichever of them reach the proxy? */
export function routesAreAccepted(spec: unknown): boolean {
  const { http } = fieldsOf(spec);
  return isAbsent(http) || everyEntry(http, isPlainRule);
}

/** Can nothing in a DestinationRule be rejected, in its clusters or in the hash policies of routes? */
export function clustersAreAccepted(spec: unknown): boolean {
  const { trafficPolicy, subsets } = fieldsOf(spec);
  if (!isPlainPolicy(trafficPolicy)) return false;
  if (isAbsent(subsets)) return true;
  const names = new Set<unknown>();
  return everyEntry(subsets, ({ name, trafficPolicy: own }) => isPlainPolicy(own) && isText(name) && names.size < names.add(name).size);
}

const needsLook = ['redirect', 'directResponse', 'delegate', 'fault', 'corsPolicy', 'headers'] as const;

function isPlainRule(rule: Fields): boolean {
  if (needsLook.some((field) => !isAbsent(rule[field]))) return false;
  const { match, route, rewrite } = rule;
  return (isAbsent(match) || everyEntry(match, isPlainMatch)) && isPlainRewrite(rewrite) && arePlainRoutes(route);
}

function isPlainMatch(match: Fields): boolean {
  if (!isAbsent(fieldsOf(match.uri).regex)) return false;
  return (
    [match.method, match.authority, match.scheme].every(isPlainValue) &&
    [match.headers, match.withoutHeaders, match.queryParams].every(arePlainConditions)
  );
}

function arePlainConditions(conditions: unknown): boolean {
  if (isAbsent(conditions)) return true;
  return isMapping(conditions) && Object.entries(conditions).every(([name, value]) => plainName.test(name) && isPlainValue(value));
}

/** Neither empty, nor across lines, nor a claim such as `@request.auth.claims.sub`. */
const plainName = /^[\w-]+$/;

function isPlainValue(value: unknown): boolean {
  const { regex, prefix } = fieldsOf(value);
  return isAbsent(regex) && (isAbsent(prefix) || isText(prefix));
}

function isPlainRewrite(rewrite: unknown): boolean {
  const { uri, authority, uriRegexRewrite } = fieldsOf(rewrite);
  return isAbsent(uriRegexRewrite) && [uri, authority].every((value) => isAbsent(value) || isText(value));
}

/** Weights up to 100 cannot add up to more than 32 bits hold. */
function arePlainRoutes(routes: unknown): boolean {
  if (!Array.isArray(routes) || routes.length === 0 || !everyEntry(routes, ({ headers }) => isAbsent(headers))) return false;
  const weights = routes.map(({ weight }) => weight);
  return routes.length === 1 || (routes.length < 1000 && weights.every((weight) => weight > 0 && weight <= 100));
}

function isPlainPolicy(policy: unknown): boolean {
  if (isAbsent(policy)) return true;
  const { loadBalancer, outlierDetection, portLevelSettings } = fieldsOf(policy);
  const { maxEjectionPercent, minHealthPercent } = fieldsOf(outlierDetection);
  return (
    isPlainHash(fieldsOf(loadBalancer).consistentHash) &&
    [maxEjectionPercent, minHealthPercent].every((percent) => isAbsent(percent) || (typeof percent === 'number' && percent <= 100)) &&
    (isAbsent(portLevelSettings) || everyEntry(portLevelSettings, isPlainPolicy))
  );
}

function isPlainHash(hash: unknown): boolean {
  if (isAbsent(hash)) return true;
  const { httpHeaderName, ...others } = fieldsOf(hash);
  return isText(httpHeaderName) && Object.values(others).every(isAbsent);
}

/** Text with something in it, on one line. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\0\r\n]/.test(value);
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function fieldsOf(value: unknown): Fields {
  return isMapping(value) ? value : {};
}

function everyEntry(list: unknown, holds: (entry: Fields) => boolean): boolean {
  return Array.isArray(list) && list.every((entry) => isMapping(entry) && holds(entry));
}
