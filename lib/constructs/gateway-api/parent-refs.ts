import { ConstructError } from '../../errors';
import { overlap } from '../host';
import { notInGatewayApi } from '../traffic-api';
import type { Listener } from './listeners';

/** A Gateway of the Gateway API as the routes that name it know it. */
export interface GatewayParent {
  readonly name: string;
  /** @default - that of the route */
  readonly namespace?: string;
  /** @default - not known, since the gateway is made elsewhere */
  readonly listeners?: readonly Listener[];
}

/** `parentRefs` of any route. */
export interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly sectionName?: string;
}

/** What a route says about where it applies. */
export interface Attached {
  /** That of the route. */
  readonly namespace?: string;
  readonly hosts: readonly string[];
  /** @default - every port */
  readonly port?: number;
  /** Protocols of listeners that routes of its kind may use. */
  readonly protocols: readonly string[];
}

/** Protocols of listeners by the kind of the routes that they take. Source: Istio `generateSupportedKinds`. */
export const protocolsOf = { http: ['HTTP', 'HTTPS'], tls: ['TLS'], tcp: ['TCP', 'TLS'] } as const;

/** A gateway as parents: the whole, or those of its listeners that do not send every request to https. */
export function gatewayRefs(
  { name, namespace, listeners = [] }: GatewayParent,
  { namespace: own, hosts, port, protocols }: Attached,
): ParentRef[] {
  const gateway = { name, namespace: namespace === own ? undefined : namespace };
  if (!listeners.some(({ redirects }) => redirects)) return [{ ...gateway, port }];
  const fits = ({ port: number, protocol }: Listener['spec']) => (port ?? number) === number && protocols.includes(protocol);
  const open = listeners.filter(({ redirects, spec }) => !redirects && fits(spec)).map(({ spec }) => spec);
  const closed = listeners.filter(({ redirects }) => redirects).map(({ spec }) => spec.port);
  const ports = [...new Set(open.map((listener) => listener.port))];
  if (ports.every((each) => !closed.includes(each))) return ports.map((each) => ({ ...gateway, port: each }));
  return open
    .filter(({ hostname = '*' }) => hosts.some((host) => overlap(host, hostname)))
    .map((listener) => ({ ...gateway, sectionName: listener.name }));
}

/**
 * A Service as a parent: its routes hold for calls to it, of every caller where they are of its own namespace.
 *
 * @throws ConstructError `NotInGatewayApi` for a host that is no Service
 */
export function serviceRef(host: string, { namespace: own, port }: Attached): ParentRef {
  const [name = '', namespace, ...rest] = host.split('.');
  const isService = namespace === undefined || rest[0] === 'svc';
  if (!isService || name === '*')
    throw notInGatewayApi(`route in the mesh for \`${host}\`, which is no Service`, `gateways: an egress gateway`);
  return { group: '', kind: 'Service', name, namespace: namespace === own ? undefined : namespace, port };
}

/** @throws ConstructError `GatewayOfIstio` @internal */
export function parentOf({ reference, parent }: { readonly reference: string; readonly parent?: GatewayParent }): GatewayParent {
  if (parent) return parent;
  throw new ConstructError('GatewayOfIstio', `\`${reference}\` is a gateway of Istio's own kind`, {
    why: 'a route of the Gateway API cannot name it as its parent',
    fix: `Gateway.fromName('${reference}', { trafficApi: 'gateway-api' }), or a Gateway with \`trafficApi: 'gateway-api'\``,
  });
}
