import { type Request, withoutPort } from '../request/request';
import type { Decision } from './decision';

/** A redirect to the very URL that was asked for sends the client round for ever: the decision then says so. */
export function withLoop(decision: Decision, request: Request): Decision {
  const { location } = decision;
  if (location === null || location !== urlOf(request)) return decision;
  const hint = request.loadBalancer?.scheme === 'https' ? '; the gateway does not trust what the load balancer says of the scheme' : '';
  return { ...decision, loops: true, reason: `${decision.reason} to the URL that was asked for, again and again${hint}` };
}

/** The URL as the client wrote it. */
function urlOf({ scheme: own, host, path, loadBalancer }: Request): string {
  const scheme = loadBalancer?.scheme ?? own;
  const given = host ?? '';
  const standard = scheme === 'https' ? ':443' : ':80';
  return `${scheme}://${given.endsWith(standard) ? withoutPort(given) : given}${path}`;
}
