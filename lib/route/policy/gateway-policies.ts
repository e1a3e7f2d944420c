import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { GatewayTopology } from '../../mesh/gateways/gateway-topology';
import type { Mesh } from '../../mesh/mesh';
import type { Incoming } from '../request/incoming';
import type { Request } from '../request/request';
import { type ConnectionAttributes, onConnection, type PeerCertificate } from './attributes';
import { meshFilterOptions } from './mesh-filter-options';
import { type FilterOptions, PolicyFilters, type Verdict } from './policy-filters';

/** Where a request or connection comes into a gateway pod. */
export interface Arrival {
  /** The pod's port. */
  readonly port: number;
  readonly serverName: string;
  /** Is TLS taken off here? */
  readonly terminatesTls: boolean;
}

/** The policies of one gateway pod. Source: Istio's filters of a Router's listeners. */
export class GatewayPolicies {
  private readonly http: PolicyFilters;
  private readonly tcp: PolicyFilters;
  private readonly topology: GatewayTopology;

  constructor(mesh: Mesh, pod: GatewayPod, options: Pick<FilterOptions, 'custom'> = {}) {
    const policies = mesh.policies.of(pod);
    const all = { ...options, ...meshFilterOptions(mesh) };
    this.http = new PolicyFilters(policies, all);
    this.tcp = new PolicyFilters(policies, { ...all, tcp: true });
    this.topology = mesh.topologyOf(pod);
  }

  /** Does no policy hold for requests at the gateway? */
  get isEmpty(): boolean {
    return this.http.isEmpty;
  }

  ofRequest(request: Request, incoming: Incoming, arrival: Arrival): Verdict {
    return this.http.decide(onConnection(this.connection(request, arrival), { http: incoming, token: incoming.token }));
  }

  ofConnection(request: Request, arrival: Arrival): Verdict | undefined {
    return this.tcp.isEmpty ? undefined : this.tcp.decide(this.connection(request, arrival));
  }

  private connection(request: Request, { port, serverName, terminatesTls }: Arrival): ConnectionAttributes {
    return {
      peer: terminatesTls ? certificateOf(request) : null,
      sourceIp: this.sourceAddress(request),
      remoteIp: this.clientAddress(request),
      destinationIp: undefined,
      destinationPort: port,
      serverName,
    };
  }

  /** The address of the client: as many entries from the end of `X-Forwarded-For` as there are trusted proxies in front. */
  private clientAddress(request: Request): string | undefined {
    const { headers = {}, loadBalancer } = request;
    const { trustedProxies } = this.topology;
    if (trustedProxies === 0) return this.sourceAddress(request);
    const given = Object.entries(headers).flatMap(([name, value]) => (name.toLowerCase() === 'x-forwarded-for' ? value : []));
    const claimed = given.flatMap((value) => value.split(',')).map((value) => value.trim());
    const addresses = loadBalancer ? [...claimed, loadBalancer.client] : claimed;
    return trustedProxies > addresses.length ? this.sourceAddress(request) : addresses.at(-trustedProxies);
  }

  /** Where the connection comes from; with the PROXY protocol, the load balancer says who called it. */
  private sourceAddress({ sourceIp, loadBalancer }: Request): string | undefined {
    return loadBalancer && this.topology.proxyProtocol ? loadBalancer.client : sourceIp;
  }
}

/** A client that is not said to show a certificate shows none. */
function certificateOf({ clientCertificate }: Request): PeerCertificate | null {
  return clientCertificate ?? null;
}
