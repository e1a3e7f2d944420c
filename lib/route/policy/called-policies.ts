import { isHttp } from '../../istio/protocol';
import type { Mesh } from '../../mesh/mesh';
import { portPolicy } from '../../mesh/routing/destination-rules';
import type { Caller } from '../../mesh/security/identities';
import type { Endpoint } from '../../mesh/services/endpoints';
import type { Workload } from '../../mesh/workloads/workloads';
import type { Cluster } from '../cluster';
import { type ConnectionAttributes, type HttpAttributes, onConnection, type PeerCertificate } from './attributes';
import { allowed, type FilterOptions, PolicyFilters, type Verdict } from './policy-filters';
import type { PolicyStage } from './policy-stage';

/** A request or connection that a caller's proxy sends to a cluster. */
export interface Call {
  /** Absent where the caller's proxy hands bytes on, and they are no HTTP. */
  readonly http?: HttpAttributes;
  /** A token that is sent wherever the pod's proxy looks for one. */
  readonly token?: string;
  /** The address of the original client, as the last proxy in front wrote it into `X-Forwarded-For`. */
  readonly forwardedFor?: string;
}

/** The pods of one workload behind a cluster, as the policies of their sidecar meet the caller. */
export interface CalledPod {
  readonly endpoint: Endpoint;
  /** For example `sidecar of Deployment shop/web`. */
  readonly proxy: string;
  /** The stage of a request that they let pass. */
  readonly passing: PolicyStage;
  /** How many pods there are. */
  readonly replicas: number;
  /** Undefined when the pod enforces nothing: it has no sidecar, or no policy holds for it. */
  verdict(call: Call): Verdict | undefined;
}

/** The policies that the sidecars of called pods enforce on one caller. */
export class CalledPolicies {
  private readonly filters = new Map<Workload, PodFilters | undefined>();
  private readonly clusters = new Map<Cluster, readonly CalledPod[] | undefined>();
  private readonly certificate: PeerCertificate | undefined;

  constructor(
    private readonly mesh: Mesh,
    private readonly caller: Caller,
    private readonly options: Pick<FilterOptions, 'custom'> = {},
  ) {
    const identity = mesh.identities.of(caller);
    this.certificate = identity === undefined ? undefined : { uris: [identity] };
  }

  /** The pods behind a cluster; undefined when none of them enforces a policy. */
  podsOf(cluster: Cluster): readonly CalledPod[] | undefined {
    const known = this.clusters.get(cluster);
    if (known || this.clusters.has(cluster)) return known;
    const concerned = cluster.endpoints.some(({ workload }) => workload && this.filtersOf(workload));
    const pods = concerned ? cluster.endpoints.map((endpoint) => this.podOf(endpoint, cluster)) : undefined;
    this.clusters.set(cluster, pods);
    return pods;
  }

  private podOf(endpoint: Endpoint, cluster: Cluster): CalledPod {
    const { workload } = endpoint;
    const filters = workload && this.filtersOf(workload);
    const proxy = workload ? `sidecar of ${workload.kind} ${workload.namespace}/${workload.name}` : '';
    const base = { endpoint, proxy, passing: { proxy, verdict: allowed, share: 1 }, replicas: workload?.replicas ?? 1 };
    if (!workload || !filters) return { ...base, verdict: () => undefined };
    const protocol = cluster.service?.ports.find(({ number }) => number === cluster.port)?.protocol;
    const readsHttp = protocol !== undefined && (isHttp(protocol) || protocol === 'unsupported');
    const connection = this.connection(endpoint, workload, cluster);
    return {
      ...base,
      verdict: (call) =>
        readsHttp && call.http
          ? filters.http.decide(onConnection(connection, call, call.forwardedFor))
          : filters.tcp.decide(onConnection(connection, {}, call.forwardedFor)),
    };
  }

  private filtersOf(workload: Workload): PodFilters | undefined {
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

  private connection({ port, address }: Endpoint, workload: Workload, cluster: Cluster): ConnectionAttributes {
    const isMutual = this.isMutual(workload, port, cluster);
    return {
      peer: isMutual ? this.certificate : null,
      sourceIp: undefined,
      remoteIp: undefined,
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

interface PodFilters {
  readonly http: PolicyFilters;
  readonly tcp: PolicyFilters;
}
