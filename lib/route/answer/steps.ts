import { closest } from '../../text';
import type { Incoming } from '../request/incoming';
import { abortOf } from '../rule/fault';
import { type Route, takes } from '../rule/route';
import type { RouteTable, VirtualHost } from '../rule/route-table';
import type { Decision, Destination } from './decision';
import type { TraceStep } from './trace';

/** The virtual host that took the request, or those there are. */
export function hostStep(host: VirtualHost | undefined, { domain }: Incoming, table: RouteTable): TraceStep {
  if (host) {
    const why = host.requireTls ? 'plain HTTP is redirected' : host.domain === domain ? '' : `by \`${host.domain}\``;
    return { step: 'host', what: domain, verdict: 'taken', why };
  }
  const known = table.virtualHosts.map((entry) => entry.domain);
  const near = closest(domain, known);
  const some = known.slice(0, 5).join(', ') + (known.length > 5 ? ` and ${known.length - 5} more` : '');
  return {
    step: 'host',
    what: domain,
    verdict: 'no',
    why: near ? `no virtual host; did you mean \`${near}\`?` : `no virtual host; there are ${some || 'none'}`,
  };
}

/** Every rule of the virtual host, up to the one that took the request. */
export function ruleSteps(host: VirtualHost | undefined, incoming: Incoming): TraceStep[] {
  if (!host || (host.requireTls && incoming.scheme !== 'https')) return [];
  const taken = host.routes.findIndex((route) => takes(route, incoming));
  return host.routes.map((route, index) =>
    ruleStep(route, incoming, taken < 0 || index <= taken ? (index === taken ? 'taken' : 'no') : 'not reached'),
  );
}

function ruleStep(route: Route, incoming: Incoming, verdict: TraceStep['verdict']): TraceStep {
  const { rule, path, conditions, place, virtualService } = route;
  const texts = [...(path.kind === 'prefix' && path.value === '/' ? [] : [path.text]), ...conditions.map((condition) => condition.text)];
  return {
    step: 'rule',
    what: texts.join(', ') || 'any request',
    verdict,
    why: verdict === 'taken' ? effect(route, incoming) : verdict === 'no' ? whyNot(route, incoming) : '',
    virtualService: virtualService.titleOf(rule),
    rule: rule.index + 1,
    place,
  };
}

function whyNot({ path, conditions }: Route, incoming: Incoming): string {
  if (!path.test(incoming.path)) return `the path is \`${incoming.path}\``;
  return conditions.find((condition) => !condition.test(incoming))?.whyNot(incoming) ?? '';
}

function effect({ action, rule }: Route, incoming: Incoming): string {
  const fault = abortOf(rule.spec.fault) ? 'injects a fault, ' : '';
  if (action.kind === 'redirect') return `${fault}redirects with ${action.redirect.status}`;
  if (action.kind === 'direct') return `${fault}answers ${action.status}`;
  return `${fault}${action.rewrite ? `rewrites the path to \`${action.rewrite(incoming.target)}\`` : 'forwards'}`;
}

/** Where the request goes. */
export function destinationSteps({ destinations }: Decision): TraceStep[] {
  return destinations.map((destination) => ({
    step: 'destination',
    what: destinationText(destination),
    verdict: destination.status === 200 ? 'taken' : 'no',
    why: destination.status === 200 ? '' : `${destination.status}, ${destination.reason ?? destination.cluster.failure?.reason ?? ''}`,
  }));
}

/** For example `user-service.default.svc.cluster.local:8000 subset v1, 90 %`. */
export function destinationText({ cluster: { host, port, subset }, share }: Destination): string {
  const part = share === 1 ? '' : `, ${Number((share * 100).toFixed(2))} %`;
  return `${host}:${port}${subset ? ` subset ${subset}` : ''}${part}`;
}
