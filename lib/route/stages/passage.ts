import type { TraceStep } from '../answer/trace';
import type { PolicyStage } from '../policy/policy-stage';
import type { Incoming } from '../request/incoming';
import type { Request } from '../request/request';

/** What a request carries to the server. */
export interface Passage {
  /** Undefined where the caller's proxy hands bytes on, and they are no HTTP. */
  readonly incoming?: Incoming;
  /** Does the caller's proxy hand bytes on unread, so that it closes the connection where it otherwise answers 503? @default false */
  readonly isOpaque?: boolean;
  /** What the program sends within TLS that it opened itself, and that no proxy before has taken off. */
  readonly encrypted?: Request;
  /** The address the connection comes from, for a caller without a proxy. */
  readonly sourceIp?: string;
  /** What the policies of the caller's own proxy did, where it is a gateway. */
  readonly stage?: PolicyStage;
  readonly trace?: TraceStep[];
}
