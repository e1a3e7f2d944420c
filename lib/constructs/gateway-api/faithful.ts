import { HttpRouteSpecRulesMatchesPathType as PathType } from '../../../imports/gateway.networking.k8s.io';
import type { VirtualServiceRoute } from '../http-route';
import { notInGatewayApi } from '../traffic-api';
import { pathMatch } from './path-match';

/**
 * Whether what takes the place of a prefix says the same in both APIs: Istio replaces characters, the Gateway API whole segments.
 *
 * @throws ConstructError `NotInGatewayApi`
 */
export function checkFaithful(route: VirtualServiceRoute): void {
  const target = route.redirect ? route.redirect.prefix : typeof route.rewrite === 'string' ? route.rewrite : route.rewrite?.path;
  const match = pathMatch(route.path);
  if (target === undefined || target === '/' || (match && match.type !== PathType.PATH_PREFIX)) return;
  if (match === undefined) throw notInGatewayApi(`change of every path by its first character (\`${target}\`)`, 'a route with a `path`');
  if (target.endsWith('/')) throw notInGatewayApi(`prefix that ends with \`/\`: \`${target}\``, `'${target.replace(/\/+$/, '')}'`);
}
