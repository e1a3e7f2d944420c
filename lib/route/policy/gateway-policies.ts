import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { Mesh } from '../../mesh/mesh';
import type { Incoming } from '../request/incoming';
import type { Request } from '../request/request';
import { type ConnectionAttributes, onConnection, type PeerCertificate } from './attributes';
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
  private readonly trustedProxies: number;

  constructor(mesh: Mesh, pod: GatewayPod, options: Pick<FilterOptions, 'custom'> = {}) {
    const policies = mesh.policies.of(pod);
    const all = { ...options, trustDomains: mesh.identities.trustDomains, providers: mesh.identities.providers };
    this.http = new PolicyFilters(policies, all);
    this.tcp = new PolicyFilters(policies, { ...all, tcp: true });
    this.trustedProxies = mesh.config.fields.at('defaultConfig', 'gatewayTopology', 'numTrustedProxies').number ?? 0;
  }

  /** Undefined when no policy holds for the gateway. */
  ofRequest(request: Request, incoming: Incoming, arrival: Arrival): Verdict | undefined {
    if (this.http.isEmpty) return undefined;
    return this.http.decide(onConnection(this.connection(request, arrival), { http: incoming, token: incoming.token }));
  }

  ofConnection(request: Request, arrival: Arrival): Verdict | undefined {
    return this.tcp.isEmpty ? undefined : this.tcp.decide(this.connection(request, arrival));
  }

  private connection(request: Request, { port, serverName, terminatesTls }: Arrival): ConnectionAttributes {
    return {
      peer: terminatesTls ? certificateOf(request) : null,
      sourceIp: request.sourceIp,
      remoteIp: this.clientAddress(request),
      destinationIp: undefined,
      destinationPort: port,
      serverName,
    };
  }

  /** The address of the client: as many entries from the end of `X-Forwarded-For` as there are trusted proxies in front. */
  private clientAddress({ headers = {}, sourceIp }: Request): string | undefined {
    if (this.trustedProxies === 0) return sourceIp;
    const given = Object.entries(headers).flatMap(([name, value]) => (name.toLowerCase() === 'x-forwarded-for' ? value : []));
    const addresses = given.flatMap((value) => value.split(',')).map((value) => value.trim());
    return addresses.at(-this.trustedProxies) ?? sourceIp;
  }
}

/** A client that is not said to show a certificate shows none. */
function certificateOf({ clientCertificate }: Request): PeerCertificate | null {
  return clientCertificate ?? null;
}
