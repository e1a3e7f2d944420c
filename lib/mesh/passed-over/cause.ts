import type { RuleDiagnostic } from '../../diagnostic';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';

/** Why an object, or a field of it, is not used: a closed list, explained in `docs/routing.md`. */
export const causes = [
  'not exported',
  'no such gateway',
  'another gateway',
  'host not served',
  'more specific host',
  'not for the mesh',
  'another protocol',
  'not imported',
  'no rule for it',
  'dropped delegate',
  'no proxy',
  'no such host',
  'no such pod',
  'another namespace',
  'another workload',
  'nearer object',
  'older object',
  'newer object',
  'older default',
  'older policy',
  'older subset',
  'wrong port number',
  'no HTTP on the port',
  'no identity',
  'no mutual TLS',
  'token not required',
  'ambient',
  'no waypoint',
  'no target',
  'selector at a waypoint',
  'not discovered',
  'another revision',
  'fault never fires',
  'fault not covered',
  'never in a path',
  'whole text',
  'dry run',
] as const;

/** One of the closed list. */
export type Cause = (typeof causes)[number];

/** Why one object is not used, without the object. */
export interface Reason extends RuleDiagnostic {
  readonly cause: Cause;
  /** The port that it is about, as it is written. @default - any */
  readonly port?: number;
}

/** One object, or one field of it, that was written for something and is not used. */
export interface PassedOver extends Reason {
  readonly manifest: Manifest;
  /** What a reader knows it by. @default - kind, namespace and name */
  readonly title?: string;
}

/** A reason at one field. */
export function reasonAt(field: Pick<FieldReader, 'path'>, reason: Omit<Reason, 'path'>): Reason {
  return { path: field.path, ...reason };
}
