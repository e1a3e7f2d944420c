import type { Mesh } from '../../mesh/mesh';
import type { PortMode } from '../../mesh/security/peer-authentications';
import type { ProxyPolicies } from '../../mesh/security/policies';
import { isOwnProxy, type PodProxy } from '../../mesh/workloads/injection';
import { podOf } from '../../mesh/workloads/pods';
import type { Workload } from '../../mesh/workloads/workloads';
import { meshFilterOptions } from '../policy/mesh-filter-options';
import { PolicyFilters } from '../policy/policy-filters';
import type { RouterOptions } from './caller';

/** How the bytes of a connection arrive: mutual TLS of the mesh, plain text, or TLS that a DestinationRule or program starts. */
export type Transport = 'mutual' | 'plain' | 'own TLS';

/** Transports in words. */
export const transportText: Readonly<Record<Transport, string>> = {
  mutual: 'mutual TLS',
  plain: 'plain text',
  'own TLS': 'TLS of its own',
};

/** The pods of one workload as servers: their proxy, what it asks of connections, and the policies it enforces. */
export class Server {
  readonly proxy: PodProxy;
  /** Are its pods gateways? What they accept, the servers of their Gateways say, and no PeerAuthentication. */
  readonly isGateway: boolean;
  private http: PolicyFilters | undefined;
  private tcp: PolicyFilters | undefined;

  constructor(
    private readonly mesh: Mesh,
    readonly workload: Workload,
    private readonly options: RouterOptions,
  ) {
    this.proxy = mesh.injection.proxyOf(workload);
    this.isGateway = isOwnProxy(podOf(workload));
  }

  /** For example `Deployment shop/web`. */
  get name(): string {
    const { kind, namespace, name } = this.workload;
    return `${kind} ${namespace}/${name}`;
  }

  /** Does the pod say that its proxy speaks mutual TLS? The injector writes so on sidecars, and not on gateways. Source: Istio `tlsMode` of endpoints. */
  get offersMutualTls(): boolean {
    return this.isGateway ? this.workload.labels['security.istio.io/tlsMode'] === 'istio' : this.proxy.kind !== 'none';
  }

  /** What a port asks of callers. @param port the container's */
  modeOf(port: number): PortMode {
    return this.proxy.kind === 'none' ? { mode: 'DISABLE' } : this.mesh.peerAuthentications.modeOf(this.workload, port);
  }

  /** Why a connection that arrives so is closed; undefined when it is accepted. */
  refusal(transport: Transport, port: number): string | undefined {
    if (this.isGateway) return undefined;
    const { mode, by } = this.modeOf(port);
    const source = by ? ` (PeerAuthentication ${by.object.metadata.namespace ?? 'default'}/${by.object.metadata.name})` : '';
    if (this.proxy.kind === 'none') return transport === 'mutual' ? `no proxy is there (${this.proxy.why})` : undefined;
    if (mode === 'STRICT' && transport !== 'mutual') return `mutual TLS is STRICT there${source}`;
    if (mode === 'DISABLE' && transport === 'mutual' && this.proxy.kind === 'sidecar') return `mutual TLS is DISABLE there${source}`;
    return undefined;
  }

  /** The filters that its policies make. @param isHttp does the proxy read requests on the port? */
  filters(isHttp: boolean): PolicyFilters {
    if (isHttp && this.proxy.kind === 'sidecar') {
      this.http ??= this.makeFilters(false);
      return this.http;
    }
    this.tcp ??= this.makeFilters(true);
    return this.tcp;
  }

  private makeFilters(tcp: boolean): PolicyFilters {
    const ztunnel = this.proxy.kind === 'ztunnel';
    return new PolicyFilters(this.policies(), { ...this.options, ...meshFilterOptions(this.mesh), tcp, ztunnel });
  }

  /** Ztunnel knows the actions ALLOW and DENY alone, and no dry run. Source: Istio `convertAuthorizationPolicy`. */
  private policies(): ProxyPolicies {
    const { kind } = this.proxy;
    if (kind === 'none') return { authorization: [], jwtRules: [] };
    const policies = this.mesh.policies.of(this.workload);
    if (kind === 'sidecar') return policies;
    const known = policies.authorization.filter(({ action, dryRun }) => (action === 'ALLOW' || action === 'DENY') && !dryRun);
    return { authorization: known, jwtRules: [] };
  }
}
