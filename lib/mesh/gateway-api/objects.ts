import { groupOf } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { FieldPath, Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import { withDefaults } from '../../validation/schema/defaults';
import { kindOf } from '../../validation/schema/schemas';

export const gatewayApi = 'gateway.networking.k8s.io';

/** The kinds of routes that istiod translates; it passes UDPRoutes over. */
export const routeKinds = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'] as const;

export type RouteKind = (typeof routeKinds)[number];

/** Why istiod does not do all that an object asks for: a reason of `status.conditions`. Source: Istio `kube/gateway/conditions.go`. */
export type Reason =
  | 'NoMatchingParent'
  | 'NotAllowedByListeners'
  | 'NoMatchingListenerHostname'
  | 'RefNotPermitted'
  | 'BackendNotFound'
  | 'InvalidKind'
  | 'UnsupportedValue'
  | 'InvalidCertificateRef'
  | 'UnsupportedProtocol'
  | 'UnsupportedAddress'
  | 'InvalidRouteKinds'
  | 'Conflicted'
  | 'TargetNotFound'
  | 'InvalidCACertificateRef'
  | 'InvalidParameters';

/** What `status.conditions` of an object will complain of. */
export interface Problem {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly reason: Reason;
  readonly message: string;
  /** What follows of it. @default - what always follows of its reason */
  readonly consequence?: string;
  /** What to write. @default - the fix of its reason */
  readonly fix?: string;
  /** Does the object stay in force all the same, and its status say nothing? @default false */
  readonly isSilent?: boolean;
}

/** The object as the API server stores it, with the defaults of its definition. */
export const stored = memo(({ object }: Manifest): FieldReader => {
  const group = groupOf(object);
  const version = object.apiVersion.slice(group.length + 1);
  const schema = kindOf(group, object.kind)?.schemas.find(({ versions }) => versions.includes(version))?.schema;
  return new FieldReader(schema ? withDefaults(object, schema) : object);
});
