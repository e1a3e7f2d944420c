import type { Workload } from '../../mesh/workloads/workloads';
import type { Cluster } from '../cluster';
import type { L4Route } from '../gateway/l4';
import type { PolicyStage } from '../policy/policy-stage';
import type { HashPolicy } from '../rule/hash';
import type { HeaderOperations } from '../rule/header-operations';
import type { Route } from '../rule/route';

/** What istiod and Envoy do with one request. */
export interface Decision {
  /**
   * 200 when it is forwarded, whatever the program then answers; the status Envoy answers itself, such as 301, 404 or 503;
   * `error` when the connection is refused or closed before any answer.
   */
  readonly status: number | 'error';
  /** Why it is not forwarded; null when it is. */
  readonly reason: string | null;
  /** The rule that took it; undefined when none did. */
  readonly route?: Route;
  /** The rule that took the connection, where requests are not looked into. */
  readonly connection?: L4Route;
  /** Where requests of this kind go, with their shares. */
  readonly destinations: readonly Destination[];
  /** Path and query as the backend gets them; null when nothing is forwarded. */
  readonly path: string | null;
  /** The Location header of a redirect. */
  readonly location: string | null;
  /** Is the client redirected to the URL it asked for, and so never answered? */
  readonly loops?: boolean;
  /** What a browser may get instead that sends the request over a connection it has. @default - the same */
  readonly reused?: readonly ReusedConnection[];
  /** Share of such requests that is answered with an injected error instead, if any. */
  readonly abort?: { readonly status: number; readonly share: number };
  /** Where copies of the request go, and how many of them. */
  readonly mirrors: readonly { readonly cluster: Cluster; readonly percent: number }[];
  /** What the pick of a pod is made from, in order; empty for other load balancing. */
  readonly hash: readonly HashPolicy[];
  /** The body Envoy answers, where a policy refuses the request. */
  readonly body?: string;
  /** What the policies of each proxy on the way do, in order. @default - none holds for any of them */
  readonly policies?: readonly PolicyStage[];
  /** What could change the answer and is not evaluated, each with the object it comes from. */
  readonly undecided: readonly string[];
  /** What the manifests do not say and the answer relies on. */
  readonly assumed: readonly string[];
}

/** What becomes of a request that a browser sends over an HTTP/2 connection to another server. */
export interface ReusedConnection {
  /** Server names of the connection. */
  readonly over: readonly string[];
  /** The certificate that both servers show. */
  readonly certificate: string;
  readonly status: number | 'error';
  readonly reason: string;
}

/** One place where requests go. */
export interface Destination {
  /** The host, port and subset that the requests go to. */
  readonly cluster: Cluster;
  /** Of all such requests, 0 to 1. */
  readonly share: number;
  /** 200; or the status the client gets instead: 503, 403, 401; `error` when the connection is closed. */
  readonly status: number | 'error';
  /** Why it is not 200. */
  readonly reason?: string;
  /** The workload, where pods of one destination answer differently. */
  readonly workload?: Workload;
  /** Host header as the backend gets it. */
  readonly host: string;
  /** What is added to and removed from the request's headers, in order. */
  readonly requestHeaders: readonly HeaderOperations[];
  /** What is added to and removed from the response's headers, in order. */
  readonly responseHeaders: readonly HeaderOperations[];
}

const none: readonly never[] = [];

/** An answer that comes from Envoy itself, or none at all. */
export function answered(status: number | 'error', reason: string, more?: Partial<Decision>): Decision {
  const answer = {
    status,
    reason,
    destinations: none,
    path: null,
    location: null,
    mirrors: none,
    hash: none,
    undecided: none,
    assumed: none,
  };
  return more ? { ...answer, ...more } : answer;
}
