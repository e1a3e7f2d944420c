import { type FieldPath, type Manifest, type Source, sourceOfObject } from '../../manifest/manifest';
import type { Place } from './http-rule';
import type { HttpRouteSpec } from './virtual-service-spec';

/*
 * What istiod makes of objects that are not Istio's own: a Gateway of the Gateway API, a route, an Ingress. The rest of it
 * has one API to read, and so has the rest of this project.
 */

/** A rule as istiod makes it: one match each, so that rules of all routes can be put in order. */
export interface ConvertedRule {
  readonly spec: HttpRouteSpec;
  /** Where the rule is written. */
  readonly place: Place;
  /** Where its match is written; none for a rule without. */
  readonly matchPlaces: readonly Place[];
}

/** A VirtualService that stands for routes of another API, with where its rules are written. */
export interface ConvertedVirtualService extends Manifest {
  /** The rules of `spec.http`, in order. */
  readonly converted: readonly ConvertedRule[];
  /** The route, or the first of those that were put together. */
  readonly origin: Manifest;
  /** How it differs from a VirtualService of the same fields. Source: Istio `InternalRouteSemantics`. */
  readonly semantics: 'gateway' | 'ingress';
}

/** A Gateway of Istio that stands for a listener of the Gateway API, or for an Ingress. */
export interface ConvertedGateway extends Manifest {
  /** The object it was made from. */
  readonly origin: Manifest;
  /** What a reader knows each of its servers by. */
  readonly titles: readonly string[];
  /** The Services whose pods serve it, and their namespace. @default - `selector` says it */
  readonly serving?: { readonly hosts: readonly string[]; readonly namespace: string };
}

/** A DestinationRule that stands for policies of the Gateway API. */
export interface ConvertedDestinationRule extends Manifest {
  /** The policy, or the first of those that were put together. */
  readonly origin: Manifest;
  /** What a reader knows it by. */
  readonly title: string;
}

/** The credential of TLS that cannot come about. Source: Istio `credentials.InvalidSecretTypeURI`. */
export const invalidCredential = 'invalid://';

/** The source of an object that was made from another. @param place where a field of the made one is written in the other */
export function placedAt(source: Source, place: (path: FieldPath) => FieldPath): Source {
  return {
    ...sourceOfObject(source.construct),
    file: source.file,
    position: (path) => source.position(place(path)),
    line: (number) => source.line(number),
  };
}
