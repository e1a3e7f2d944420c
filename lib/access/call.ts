import type { Service, ServicePort } from '../mesh/services/service';
import type { PartialRequest } from '../route/policy/attributes';
import type { Caller } from '../route/stages/caller';
import type { Server, Transport } from '../route/stages/server';

/** `conditional`: some requests are allowed and some are not, or what is not known decides. */
export type Permission = 'allowed' | 'conditional' | 'denied';

/** May one caller call one port of one workload? */
export interface Access {
  /** `namespace/workload`, or `plain text`. */
  readonly from: string;
  /** `namespace/service`. */
  readonly to: string;
  /** Of the Service. */
  readonly port: number;
  /** The called pods, for example `Deployment shop/web`. */
  readonly workload: string;
  /** What the two proxies speak. */
  readonly transport: Transport;
  /** Whether the call is allowed. */
  readonly permission: Permission;
  /** Denied without a validated token, and not always with one. */
  readonly requiresToken: boolean;
  /** In one line, what decides it. */
  readonly reason: string;
  /** The policy that decides, with the place of its rule; absent where none does. */
  readonly policy?: string;
  /** The index of the rule that decides in its policy. */
  readonly rule?: number;
  /** What the requests that are allowed must be, or must not be. */
  readonly conditions: readonly string[];
  /** Assumed because manifests do not say it. */
  readonly assumed: readonly string[];
}

/** One port of a Service and the pods behind it. */
export interface CalledPort {
  readonly service: Service;
  readonly port: ServicePort;
  readonly server: Server;
  /** Of the pods. */
  readonly targetPort: number;
}

/** Who asks for access. */
export interface Asking {
  readonly caller: Caller;
  /** `namespace/workload`, or `plain text`. */
  readonly name: string;
  /** What is known of the request. @default - anything is sent */
  readonly request?: PartialRequest;
}
