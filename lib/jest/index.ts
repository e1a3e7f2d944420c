import type { Mesh } from '../mesh/mesh';
import type { Request } from '../route/request/request';
import { type Call, toAllow, toDeny, toRequireToken } from './access-matchers';
import { type ExpectedRedirect, type ExpectedRoute, toBeReachable, toRedirect, toRespond, toRoute, toSplit } from './matchers';
import { type AnswerOptions, toAnswerAs } from './to-answer-as';
import { type FindingOptions, toHaveNoFindings } from './to-have-no-findings';
import { type TrafficOptions, toMatchTraffic } from './to-match-traffic';

export { Mesh } from '../mesh/mesh';
export type { MeshOptions } from '../mesh/mesh-options';
export { GatewayRouter } from '../route/gateway/gateway-router';
export type { Request } from '../route/request/request';
export { SidecarRouter } from '../route/sidecar/sidecar-router';
export type { Call } from './access-matchers';
export type { ExpectedRedirect, ExpectedRoute } from './matchers';
export { GET, POST, request } from './requests';
export type { AnswerOptions } from './to-answer-as';
export type { FindingOptions } from './to-have-no-findings';
export type { TrafficOptions } from './to-match-traffic';

declare global {
  namespace jest {
    interface Matchers<R> {
      /** Every request of this kind is forwarded, to one destination, as expected. */
      toRoute(request: Request, expected?: ExpectedRoute): R;
      /** Requests of this kind are shared out as expected, for example `{ 'user-service:v1': 90, 'user-service:v2': 10 }`. */
      toSplit(request: Request, expected: Readonly<Record<string, number>>): R;
      /** The gateway sends the client elsewhere; a text is the Location header. */
      toRedirect(request: Request, expected?: ExpectedRedirect | string): R;
      /** The proxy answers itself with this status. */
      toRespond(request: Request, expected: number): R;
      /** Something answers every request of this kind. */
      toBeReachable(request: Request): R;
      /** Policies and mutual TLS allow every such call. */
      toAllow(call: Call): R;
      /** Policies or mutual TLS deny every such call. */
      toDeny(call: Call): R;
      /** No such call is allowed without a validated token. */
      toRequireToken(call: Call): R;
      /** The rules of `mesh check` find nothing, or nothing as bad as `failOn`. */
      toHaveNoFindings(options?: FindingOptions): R;
      /** Nobody is answered otherwise than by another mesh. */
      toAnswerAs(before: Mesh, options?: AnswerOptions): R;
      /** Every class of requests is answered as the snapshot says, which is written where there is none. */
      toMatchTraffic(options?: TrafficOptions): R;
    }
  }
}

expect.extend({
  toRoute,
  toSplit,
  toRedirect,
  toRespond,
  toBeReachable,
  toAllow,
  toDeny,
  toRequireToken,
  toHaveNoFindings,
  toAnswerAs,
  toMatchTraffic,
});
