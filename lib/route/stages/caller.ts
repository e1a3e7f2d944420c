import type { Client } from '../../mesh/routing/destination-rules';

/** Who opens the connection to the program that is called. */
export interface Caller {
  readonly client: Client;
  /** Its proxy; `none` for a pod without one. */
  readonly proxy: 'gateway' | 'sidecar' | 'waypoint' | 'ztunnel' | 'none';
  /** The identity in its certificate, for example `spiffe://cluster.local/ns/shop/sa/web`; undefined where it is not known. */
  readonly identity?: string;
}

/** What is known about a request beside the mesh. */
export interface RouterOptions {
  /** What every external authorizer (action `CUSTOM`) answers. @default - not known: such a request is undecided */
  readonly custom?: 'allow' | 'deny';
  /** Seconds since 1970, for the validity of tokens. @default - the time of the question */
  readonly now?: number;
  /** How many gateways the request has passed already. @default 0 */
  readonly passedGateways?: number;
}
