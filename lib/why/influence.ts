import type { Access, Permission } from '../access/call';
import type { Finding } from '../check/finding';
import type { AimedRequest } from '../requests/answers';
import type { DecisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import type { Cover } from './covering';

/** A request whose answer is another one without the object. */
export interface Witness extends AimedRequest {
  /** The answer as the manifests are. */
  readonly with: DecisionJson;
  /** The answer without the object. */
  readonly without: DecisionJson;
}

/** Who may call a port with the object, and without it. */
export interface PermissionChange {
  readonly with: Access;
  readonly without: Permission;
}

/** Whom an object affects. */
export interface Influence {
  /** Number of requests that were asked with and without it. */
  readonly asked: number;
  /** Were there more than could be asked? */
  readonly isPartial: boolean;
  /** Requests that are answered otherwise without the object. */
  readonly witnesses: readonly Witness[];
  /** Requests that its rules decide and that are answered the same without it. */
  readonly redundant: number;
  /** Hosts whose clusters it shapes, each with how many callers see it so. */
  readonly shapes: ReadonlyMap<string, number>;
  /** Of a Sidecar: hosts and VirtualServices that callers do not know because of it, each with how many callers. */
  readonly hides: ReadonlyMap<string, number>;
  /** Permissions of `mesh access` that are others without it. */
  readonly permissions: readonly PermissionChange[];
  /** What is wrong with it. */
  readonly findings: readonly Finding[];
  /** Why it was passed over, each reason once. */
  readonly notUsed: readonly TraceStep[];
  /** Why the cluster would reject the object without the field. */
  readonly required?: string;
  /** Where it is in force and changes nothing: the objects without which it would. */
  readonly coveredBy?: Cover;
}

/** Is anybody affected, as far as was asked? */
export function isFelt({ witnesses, redundant, shapes, hides, permissions, required }: Influence): boolean {
  return witnesses.length + redundant + shapes.size + hides.size + permissions.length > 0 || required !== undefined;
}

/** Kinds whose effect on a request is only an answer, so that equal answers mean no effect. */
const answering: ReadonlySet<string> = new Set([
  ...['VirtualService', 'DestinationRule', 'Gateway', 'ServiceEntry', 'WorkloadEntry', 'Sidecar'],
  ...['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  ...['Service', 'Endpoints', 'EndpointSlice', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'ReferenceGrant'],
]);

/** Is it in force, as far as is known, and changes nothing all the same? */
export function isCovered(influence: Influence, kind: string): boolean {
  const { witnesses, permissions, shapes, hides, notUsed, redundant } = influence;
  const isUseless = witnesses.length + permissions.length + shapes.size + hides.size === 0 && influence.required === undefined;
  return isUseless && isCompared(influence, kind) && (redundant > 0 || notUsed.length === 0);
}

/** Were answers compared, and is that all that the object could change? */
export function isCompared({ asked, isPartial }: Influence, kind: string): boolean {
  return asked > 0 && !isPartial && answering.has(kind);
}
