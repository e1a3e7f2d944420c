import type { FieldPath, Manifest } from '../../manifest/manifest';
import type { HttpRouteSpec } from './virtual-service-spec';

/** A place in a manifest, to point a reader at. */
export interface Place {
  readonly manifest: Manifest;
  readonly path: FieldPath;
}

/** One `http` rule with every name in it resolved. */
export interface HttpRule {
  readonly spec: HttpRouteSpec;
  /** Its place among the rules as the proxy sees them, delegates expanded. */
  readonly index: number;
  /** Where it is written; for a delegate's rule, in the delegate. */
  readonly place: Place;
  /** Where each `match` entry is written, in the order of `spec.match`. */
  readonly matchPlaces: readonly Place[];
}
