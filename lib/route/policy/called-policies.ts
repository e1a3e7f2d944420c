import { isHttp } from '../../istio/protocol';
import type { Mesh } from '../../mesh/mesh';
import { portPolicy } from '../../mesh/routing/destination-rules';
import type { Caller } from '../../mesh/security/identities';
import type { Endpoint } from '../../mesh/services/endpoints';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Cluster } from '../cluster';
import type { Attributes, HttpAttributes, PeerCertificate } from './attributes';
import { type FilterOptions, PolicyFilters, type Verdict } from './policy-filters';

/** A request or connection that a caller's proxy sends to a cluster. */
export interface Call {
  readonly cluster: Cluster;
  /** Absent where the caller's proxy hands bytes on, and they are no HTTP. */
  readonly http?: HttpAttributes;
  /** A token that is sent wherever the pod's proxy looks for one. */
  readonly token?: string;
  /** The address of the original client, as the last proxy in front wrote it into `X-Forwarded-For`. */
  readonly forwardedFor?: string;
}

/** The filters of one called pod. */
interface PodFilters {
  readonly http: PolicyFilters;
  readonly tcp: PolicyFilters;
}

/** The policies that the sidecars of called pods enforce on one caller. */
export class CalledPolicies {
  private readonly filters = new Map<Workload, PodFilters | undefined>();
  private readonly certificate: PeerCertificate | undefined;

  constructor(
    private readonly mesh: Mesh,
    private readonly caller: Caller,
    private readonly options: Pick<FilterOptions, 'custom'> = {},
  ) {
    const identity = mesh.identities.of(caller);
    this.certificate = identity === undefined ? undefined : { uris: [identity] };
  }

  /** Undefined when the pod enforces nothing: it has no sidecar, or no policy holds for it. */
  verdict(endpoint: Endpoint, call: Call): Verdict | undefined {
    const filters = endpoint.workload && this.of(endpoint.workload);
    if (!filters || !endpoint.workload) return undefined;
    const port = call.cluster.service?.ports.find(({ number }) => number === call.cluster.port);
    const readsHttp = call.http && port && (isHttp(port.protocol) || port.protocol === 'unsupported');
    const attributes = this.connection(endpoint, endpoint.workload, call);
    return readsHttp ? filters.http.decide({ ...attributes, http: call.http, token: call.token }) : filters.tcp.decide(attributes);
  }

  /** Does any pod of the cluster enforce a policy? */
  concerns({ endpoints }: Cluster): boolean {
    return endpoints.some(({ workload }) => workload && this.of(workload));
  }

  private of(workload: Workload): PodFilters | undefined {
    if (!this.filters.has(workload)) this.filters.set(workload, this.build(workload));
    return this.filters.get(workload);
  }

  private build(workload: Workload): PodFilters | undefined {
    const policies = this.mesh.policies.of(workload);
    if (policies.authorization.length + policies.jwtRules.length === 0 || !this.mesh.injection.hasSidecar(workload)) return undefined;
    const { trustDomains, providers } = this.mesh.identities;
    const options = { ...this.options, trustDomains, providers };
    return { http: new PolicyFilters(policies, options), tcp: new PolicyFilters(policies, { ...options, tcp: true }) };
  }

  private connection({ port, address }: Endpoint, workload: Workload, { cluster, forwardedFor }: Call): Attributes {
    const isMutual = this.isMutual(workload, port, cluster);
    return {
      peer: isMutual ? this.certificate : null,
      sourceIp: undefined,
      remoteIp: forwardedFor,
      destinationIp: address,
      destinationPort: port,
      serverName: isMutual ? `outbound_.${cluster.port}_.${cluster.subset ?? ''}_.${cluster.host}` : '',
    };
  }

  /** Does the caller's proxy show its certificate? By automatic mutual TLS, unless a DestinationRule says otherwise. */
  private isMutual(workload: Workload, port: number, { service, subset, port: servicePort }: Cluster): boolean {
    const rule = service && this.mesh.destinationRules.inForce(this.caller, service);
    const mode = rule && portPolicy(rule, subset, servicePort).tls?.mode;
    if (mode !== undefined) return mode === 'ISTIO_MUTUAL';
    return this.mesh.config.autoMtls && this.mesh.peerAuthentications.modeOf(workload, port) !== 'DISABLE';
  }
}
