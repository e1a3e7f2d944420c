import type { Visibility } from '../visibility';
import type { HttpRule, Place } from './http-rule';
import type { HttpMatchSpec, HttpRouteSpec, StringMatch } from './virtual-service-spec';

/** A VirtualService, as far as delegates look at it. */
export interface Delegating {
  readonly namespace: string;
  readonly hosts: readonly string[];
  readonly visibility: Visibility;
  readonly writtenHttp: readonly HttpRule[];
}

/**
 * The rules of a VirtualService with each `delegate` replaced by that delegate's rules, in place. A delegate that does
 * not exist, or is not exported to the root's namespace, makes only its own rule disappear; delegates of delegates
 * are not followed. Source: Istio `mergeVirtualServices`, `MergeHTTPRoutes`.
 */
export function expandDelegates(root: Delegating, find: (name: string) => Delegating | undefined): readonly HttpRule[] {
  const written = root.writtenHttp;
  if (!written.some((rule) => rule.spec.delegate)) return written;
  const rules = written.flatMap((rule): readonly HttpRule[] => {
    if (!rule.spec.delegate) return [rule];
    const delegate = find(delegateName(root, rule));
    if (!delegate || refusedDelegate(root, delegate) !== undefined) return [];
    return delegate.writtenHttp.flatMap((sub) => mergeRule(rule, sub) ?? []);
  });
  return rules.map((rule, index) => ({ ...rule, index }));
}

/** A rule that delegates, and why rules of the delegate are not used. */
export interface DroppedDelegate {
  /** Place of the rule in `spec.http`. */
  readonly index: number;
  readonly message: string;
  /** Are none of them? */
  readonly isWhole: boolean;
}

/** The rules that delegate in vain, wholly or in part. */
export function droppedDelegates(root: Delegating, find: (name: string) => Delegating | undefined): DroppedDelegate[] {
  return root.writtenHttp.flatMap((rule, index): DroppedDelegate[] => {
    if (!rule.spec.delegate) return [];
    const name = delegateName(root, rule);
    const delegate = find(name);
    if (!delegate) return [{ index, isWhole: true, message: `no VirtualService is called \`${name}\`` }];
    const refused = refusedDelegate(root, delegate);
    if (refused !== undefined) return [{ index, isWhole: true, message: `\`${name}\` ${refused}` }];
    const all = delegate.writtenHttp.length;
    const outside = delegate.writtenHttp.filter((sub) => mergeRule(rule, sub) === undefined).length;
    if (outside === 0) return [];
    const message = `${outside} of the ${all} rules of \`${name}\` match what this rule does not, and are left out`;
    return [{ index, isWhole: outside === all, message }];
  });
}

function delegateName({ namespace }: Delegating, { spec: { delegate } }: HttpRule): string {
  return `${delegate?.namespace || namespace}/${delegate?.name ?? ''}`;
}

/** Why a VirtualService cannot be a delegate of another. */
function refusedDelegate({ namespace }: Delegating, delegate: Delegating): string | undefined {
  if (delegate.hosts.length > 0) return 'has hosts of its own, and so is no delegate';
  return delegateVisible(delegate, namespace) ? undefined : `is not exported to namespace ${namespace}`;
}

/** Unlike any other resource, a delegate is seen by a namespace it names even beside `~`. */
function delegateVisible(delegate: Delegating, namespace: string): boolean {
  return delegate.visibility.isPublic || delegate.visibility.namespaces.has(namespace);
}

/** Fields of the root rule that hold where the delegate's rule has none. */
const inherited = [
  'rewrite',
  'directResponse',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'mirrorPercent',
  'mirrorPercentage',
  'corsPolicy',
  'mirrors',
  'headers',
] as const satisfies readonly (keyof HttpRouteSpec)[];

function mergeRule(root: HttpRule, sub: HttpRule): HttpRule | undefined {
  const merged = mergeMatches(root, sub);
  if (!merged) return undefined;
  const defaults = Object.fromEntries(inherited.map((field) => [field, sub.spec[field] ?? root.spec[field]]));
  const name = joinNames(root.spec.name, sub.spec.name);
  return {
    ...sub,
    spec: { ...sub.spec, ...defaults, name, delegate: undefined, match: merged.map(({ match }) => match) },
    matchPlaces: merged.map(({ place }) => place),
  };
}

interface PlacedMatch {
  readonly match: HttpMatchSpec;
  readonly place: Place;
}

function placedMatches(rule: HttpRule): PlacedMatch[] {
  return (rule.spec.match ?? []).map((match, index) => ({ match, place: rule.matchPlaces[index] ?? rule.place }));
}

/** Each match of the delegate with each match of the root that it stays inside; undefined when one of them fits none. */
function mergeMatches(root: HttpRule, sub: HttpRule): PlacedMatch[] | undefined {
  const roots = placedMatches(root);
  const subs = placedMatches(sub);
  if (roots.length === 0) return subs;
  if (subs.length === 0) return roots;
  const merged: PlacedMatch[] = [];
  for (const { match, place } of subs) {
    const fitting = roots.filter((candidate) => !conflict(candidate.match, match));
    if (fitting.length === 0) return undefined;
    merged.push(...fitting.map((candidate) => ({ match: mergeMatch(candidate.match, match), place })));
  }
  return merged;
}

function mergeMatch(root: HttpMatchSpec, sub: HttpMatchSpec): HttpMatchSpec {
  return {
    ...sub,
    name: joinNames(root.name, sub.name),
    uri: sub.uri ?? root.uri,
    scheme: sub.scheme ?? root.scheme,
    method: sub.method ?? root.method,
    authority: sub.authority ?? root.authority,
    headers: { ...root.headers, ...sub.headers },
    withoutHeaders: { ...root.withoutHeaders, ...sub.withoutHeaders },
    queryParams: { ...root.queryParams, ...sub.queryParams },
    sourceLabels: { ...root.sourceLabels, ...sub.sourceLabels },
    port: sub.port || root.port,
    sourceNamespace: sub.sourceNamespace || root.sourceNamespace,
    gateways: sub.gateways?.length ? sub.gateways : root.gateways,
    statPrefix: sub.statPrefix || root.statPrefix,
  };
}

function joinNames(root: string | undefined, sub: string | undefined): string | undefined {
  return root && sub ? `${root}-${sub}` : sub || root;
}

/** Does the delegate's match reach outside the root's? */
function conflict(root: HttpMatchSpec, sub: HttpMatchSpec): boolean {
  return (
    (['uri', 'scheme', 'method', 'authority'] as const).some((field) => stringConflict(root[field], sub[field])) ||
    (['headers', 'withoutHeaders', 'queryParams'] as const).some((field) => mapConflict(root[field], sub[field])) ||
    (root.ignoreUriCase ?? false) !== (sub.ignoreUriCase ?? false) ||
    (!!root.port && !!sub.port && root.port !== sub.port) ||
    (!!root.sourceNamespace && root.sourceNamespace !== (sub.sourceNamespace ?? '')) ||
    Object.entries(sub.sourceLabels ?? {}).some(([key, value]) => (root.sourceLabels?.[key] ?? value) !== value) ||
    gatewayConflict(root.gateways ?? [], sub.gateways ?? [])
  );
}

function mapConflict(root: Readonly<Record<string, StringMatch>> = {}, sub: Readonly<Record<string, StringMatch>> = {}): boolean {
  return Object.entries(sub).some(([key, value]) => stringConflict(root[key], value));
}

function gatewayConflict(root: readonly string[], sub: readonly string[]): boolean {
  if (root.length === 0 || sub.length === 0) return false;
  return root.length < sub.length || sub.some((gateway) => !root.includes(gateway));
}

/** Only a root prefix can hold something narrower; `{}` and empty values count as a conflict, a regex always does. */
function stringConflict(root: StringMatch | undefined, sub: StringMatch | undefined): boolean {
  if (!root || !sub) return false;
  const subValue = sub.regex || sub.prefix || sub.exact;
  const rootValue = root.regex || root.prefix || root.exact;
  if ((root.regex && subValue) || (sub.regex && rootValue)) return true;
  if (root.exact) return !!sub.prefix || (sub.exact ?? '') !== root.exact;
  if (root.prefix && sub.prefix) return !sub.prefix.startsWith(root.prefix);
  if (root.prefix && sub.exact) return !sub.exact.startsWith(root.prefix);
  return true;
}
