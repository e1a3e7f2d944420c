import { Lazy } from 'cdk8s';
import { ConstructError } from '../../errors';
import type { Destination, Target } from '../destination';
import { namespaceOfHost } from '../host';
import { notInGatewayApi } from '../traffic-api';

/** `backendRefs` of any route, without filters. */
export interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
  readonly weight?: number;
}

/** @param namespace that of the route @throws ConstructError `NotInGatewayApi`, `BackendPort` */
export function backendRefs(to: Destination, namespace: string | undefined): (BackendRef & { readonly target: Target })[] {
  return to.toTargets().map((target) => ({ ...backendRef(target, namespace), weight: target.weight, target }));
}

/**
 * A Service by its name, or what is outside by Istio's kind `Hostname`. Source: Istio `buildDestination`.
 *
 * @throws ConstructError `NotInGatewayApi` for a version without a Service of its own, `BackendPort`
 */
export function backendRef(target: Target, namespace: string | undefined): BackendRef {
  const { host, subset, port, portWhenWritten, versionService } = target;
  if (port === undefined) {
    throw new ConstructError('BackendPort', `nothing says which port of \`${host}\` is meant`, {
      why: 'a backend of the Gateway API names its port',
      fix: `Microservice.fromHost('${host}', { port: 80 })`,
    });
  }
  if (subset !== undefined && !versionService)
    throw notInGatewayApi(
      `version \`${subset}\` of \`${host}\`: it knows Services alone`,
      `a Service of its own for version \`${subset}\``,
    );
  const number: number = portWhenWritten ? Lazy.any({ produce: portWhenWritten }) : port;
  const of = namespaceOfHost(host);
  if (of === undefined && host.includes('.')) return { group: 'networking.istio.io', kind: 'Hostname', name: host, port: number };
  const name = subset === undefined ? undefined : versionService?.();
  return { name: name ?? host.split('.')[0] ?? host, namespace: of === namespace ? undefined : of, port: number };
}
