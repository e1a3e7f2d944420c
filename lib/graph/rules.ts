import type { HttpMatchSpec } from '../mesh/routing/virtual-service-spec';
import type { Base } from '../requests/aimed-requests';
import type { Decision } from '../route/answer/decision';
import type { Request } from '../route/request/request';
import type { Router } from '../route/router';
import type { Route } from '../route/rule/route';
import type { Caller } from '../route/stages/caller';
import { candidates } from './candidates';
import { drawDestinations, undecidedIn } from './destinations';
import type { Drawing } from './drawing';
import type { AskedRequest } from './graph';
import { routeId } from './ids';
import type { PolicyShape } from './policy-shapes';
import { effectLines, matchLines } from './rule-text';

/** A virtual host that is asked. */
export interface AskedHost {
  /** Id of its node. */
  readonly id: string;
  /** Id of the gateway, or `mesh`. */
  readonly at: string;
  readonly router: Router;
  readonly caller: Caller;
  readonly base: Base;
  /** Who asks, beside the request. */
  readonly sender: Omit<AskedRequest, 'request'>;
  /** What policies of the mesh speak of. */
  readonly policies: readonly PolicyShape[];
}

/** A request that a rule takes, and the answer. */
interface Taken {
  readonly request: Request;
  readonly decision: Decision;
}

/** Draws the rules of a virtual host by asking a request for each of their matches; those that none comes to are named. @returns the first request that a rule takes */
export function drawRules(drawing: Drawing, host: AskedHost, routes: readonly Route[]): Taken | undefined {
  let first: Taken | undefined;
  const neighbours = routes.flatMap(({ rule, matchIndex }) => (matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex]) ?? []);
  const unreached = cutOff(routes);
  for (const own of byRule(routes)) {
    const taken = own.flatMap((route) => firstTaken(host, route, neighbours) ?? []);
    const [one] = taken;
    if (one) drawRule(drawing, host, { routes: own, taken });
    else unreached.push(...own.slice(0, 1).map(nameOf));
    first ??= one;
  }
  if (unreached.length > 0) drawing.amend(host.id, { unreached });
  return first;
}

/** Rules behind one that accepts every request: istiod leaves them out. */
function cutOff(routes: readonly Route[]): string[] {
  const last = new Map<Route['virtualService'], number>();
  for (const { virtualService, rule } of routes) last.set(virtualService, Math.max(last.get(virtualService) ?? 0, rule.index));
  return [...last].flatMap(([virtualService, index]) =>
    virtualService.http.filter((rule) => rule.index > index && isForAll(rule)).map(({ index: own }) => `${virtualService.name}#${own}`),
  );
}

/** A rule whose every match names gateways may be for others. */
function isForAll({ spec: { match = [] } }: Route['rule']): boolean {
  return match.length === 0 || match.some(({ gateways = [] }) => gateways.length === 0);
}

/** The alternatives of one rule stand side by side; of an HTTPRoute, each match is a rule of its own to istiod. */
function byRule(routes: readonly Route[]): Route[][] {
  const rules = new Map<string, Route[]>();
  for (const route of routes) rules.set(nameOf(route), [...(rules.get(nameOf(route)) ?? []), route]);
  return [...rules.values()];
}

function nameOf({ virtualService, rule }: Route): string {
  return `${virtualService.titleOf(rule)}#${rule.index}`;
}

/** The first request that the route takes, one that is answered before one that is not. */
function firstTaken({ router, base, policies }: AskedHost, route: Route, neighbours: readonly HttpMatchSpec[]): Taken | undefined {
  const { rule, matchIndex } = route;
  const match = matchIndex === undefined ? undefined : rule.spec.match?.[matchIndex];
  let refused: Taken | undefined;
  for (const request of candidates(base, { match, neighbours: neighbours.filter((other) => other !== match), policies })) {
    const decision = router.route(request);
    if (decision.route?.rule !== rule) continue;
    if (isAnswered(decision)) return { request, decision };
    refused ??= { request, decision };
  }
  return refused;
}

/** Does a program answer, or the rule itself? */
function isAnswered({ status, reason, destinations }: Decision): boolean {
  return status === 200 || (destinations.length === 0 && reason !== null && status !== 'error');
}

function drawRule(drawing: Drawing, host: AskedHost, { routes, taken }: { routes: readonly Route[]; taken: readonly Taken[] }): void {
  const [route] = routes;
  const [first] = taken;
  if (!route || !first) return;
  const { rule, virtualService, place } = route;
  const id = routeId(host.at, nameOf(route));
  const [name = '', ...others] = matchLines(routes);
  const manifests = [...new Set([place.manifest, rule.place.manifest, virtualService.manifest.origin ?? virtualService.manifest])];
  drawing.node({
    id,
    kind: 'route',
    name,
    namespace: virtualService.namespace,
    details: [...others.map((line) => `or ${line}`), ...effectLines(rule.spec)],
    manifests: manifests.filter((manifest) => drawing.mesh.manifests.includes(manifest)),
  });
  for (const { request, decision } of taken) {
    const asked = { ...host.sender, request };
    const { status, reason } = decision;
    drawing.edge({
      kind: 'match',
      from: host.id,
      to: id,
      status,
      ...(reason ? { reason } : {}),
      undecided: undecidedIn(decision),
      request: asked,
    });
    drawDestinations(drawing, id, { answered: { asked, caller: host.caller, decision }, kind: 'forward' });
    if (decision.location) drawing.redirects.push({ from: id, at: host.at, location: decision.location, status, request: asked });
  }
}
