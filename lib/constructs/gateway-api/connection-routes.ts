import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  TcpRoute as L1TcpRoute,
  TlsRoute as L1TlsRoute,
  type TcpRouteSpec,
  type TlsRouteSpec,
} from '../../../imports/gateway.networking.k8s.io';
import { relyOn } from '../declared-elsewhere';
import type { Destination } from '../destination';
import { hostNames } from '../host';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import { backendRefs } from './backend-refs';
import { type Attached, protocolsOf } from './parent-refs';
import { parentRefsOf, type RouteParents } from './parents';

export interface TlsRouteProps extends RouteParents, WithMetadata, WithSpec<TlsRouteSpec> {
  /** Names asked for (SNI). At least one. */
  readonly hostnames: readonly string[];
  /** Where the connections go. */
  readonly to: Destination;
}

/** Where TLS connections go by the name asked for. Source: Gateway API `TLSRoute`, as Istio reads it. */
export class TlsRoute extends Construct {
  /** Name of the object. */
  readonly objectName: string;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NoHosts`, `HostForm`, `NotInGatewayApi`, `GatewayOfIstio`, `BackendPort`
   */
  constructor(scope: Construct, id: string, props: TlsRouteProps) {
    super(scope, freeId(scope, id, 'TlsRoute'));
    const { hostnames, spec } = onlyKnown('TlsRouteProps', props, this);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of a TLSRoute'));
    this.objectName = metadata.name;
    const own = within(this, () => ({
      hostnames: hostNames(hostnames),
      ...connections(this, props, { hosts: hostnames, protocols: protocolsOf.tls }),
    }));
    new L1TlsRoute(this, 'Default', { metadata, spec: within(this, () => lastWord<TlsRouteSpec>(own, spec)) });
  }
}

export interface TcpRouteProps extends RouteParents, WithMetadata, WithSpec<TcpRouteSpec> {
  /** Where the connections go. */
  readonly to: Destination;
}

/** Where connections of any protocol go. Source: Gateway API `TCPRoute`, as Istio reads it. */
export class TcpRoute extends Construct {
  /** Name of the object. */
  readonly objectName: string;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NotInGatewayApi`, `GatewayOfIstio`, `BackendPort`
   */
  constructor(scope: Construct, id: string, props: TcpRouteProps) {
    super(scope, freeId(scope, id, 'TcpRoute'));
    const { spec } = onlyKnown('TcpRouteProps', props, this);
    const metadata = within(this, () => metadataOf(id, props.metadata, 'the name of a TCPRoute'));
    this.objectName = metadata.name;
    const own = within(this, () => connections(this, props, { hosts: ['*'], protocols: protocolsOf.tcp }));
    new L1TcpRoute(this, 'Default', { metadata, spec: within(this, () => lastWord<TcpRouteSpec>(own, spec)) });
  }
}

function connections(
  scope: Construct,
  props: RouteParents & { readonly to: Destination },
  attached: Pick<Attached, 'hosts' | 'protocols'>,
) {
  const { namespace } = Chart.of(scope);
  relyOn(scope, namespace, [props.to]);
  const targets = backendRefs(props.to, namespace).map(({ target: _, ...reference }) => reference);
  return { parentRefs: parentRefsOf(scope, props, { namespace, ...attached }), rules: [{ backendRefs: targets }] };
}
