import { HostIndex } from '../../istio/host-index';
import { isAddress, isWildcard } from '../../istio/hosts';
import type { Mesh } from '../../mesh/mesh';
import type { Service } from '../../mesh/services/service';
import { type Asker, calledNames } from '../../mesh/sidecars/service-domains';
import type { EgressScope } from '../../mesh/sidecars/sidecar-scope';
import { addressRange } from '../policy/address-range';
import { calledHost, type Request, serverName } from '../request/request';
import type { Called } from './passthrough';

/** Which service the programs of a namespace mean by the host and port that they call. */
export class CalledServices {
  private readonly asker: Asker;
  /** Services of a port that speak TLS and have a wildcard host. */
  private readonly wildcards = new Map<number, HostIndex<Called>>();

  constructor(
    private readonly mesh: Mesh,
    private readonly namespace: string,
  ) {
    this.asker = { namespace, domain: mesh.clusterDomain };
  }

  /** The service of that name, whether the client's Sidecar imports it or not. */
  exported(host: string): Service | undefined {
    for (const name of calledNames(host, this.asker)) {
      const service = this.mesh.services.visibleTo(this.namespace, name);
      if (service) return service;
    }
    return this.mesh.services.wildcardVisibleTo(this.namespace, host);
  }

  /** The service the client means, if its sidecar knows it on that port. */
  find(listener: EgressScope, request: Request): Called | undefined {
    const { port, scheme } = request;
    const host = calledHost(request);
    for (const name of calledNames(host, this.asker)) {
      const service = listener.services.get(name);
      const servicePort = service?.ports.find((candidate) => candidate.number === port);
      if (service && servicePort) return { service, port: servicePort };
    }
    const ofPod = this.ofPod(listener, host, port);
    if (ofPod) return ofPod;
    const byAddress = this.byAddress(listener, host, port);
    return byAddress ?? (scheme === 'https' ? this.byServerName(listener, serverName(request), port) : undefined);
  }

  /** A pod of a headless Service: its address is one of the Service's own. Source: Istio `buildSidecarOutboundListeners`. */
  private ofPod({ services }: EgressScope, host: string, port: number): Called | undefined {
    const service = services.get(this.mesh.clusterNames.serviceOfPod(host, this.namespace)?.host ?? '');
    const own = service?.ports.find(({ number }) => number === port);
    return service && own && { service, port: own };
  }

  /** Connections to a service's own address are its own, whatever they carry. */
  private byAddress({ services }: EgressScope, host: string, port: number): Called | undefined {
    const address = host.replace(/^\[(.*)\]$/, '$1');
    if (!isAddress(address)) return undefined;
    for (const service of services.values()) {
      const own = service.ports.find(({ number }) => number === port);
      if (own && service.virtualAddresses?.some((range) => addressRange(range)?.(address))) return { service, port: own };
    }
    return undefined;
  }

  /** TLS is told apart by its server name, so a ServiceEntry with a wildcard takes it. Source: Istio `buildSidecarOutboundTLSFilterChainOpts`. */
  private byServerName({ services }: EgressScope, name: string, port: number): Called | undefined {
    let wildcards = this.wildcards.get(port);
    if (!wildcards) {
      wildcards = new HostIndex<Called>();
      for (const service of services.values()) {
        const own = service.ports.find(({ number, protocol }) => number === port && (protocol === 'https' || protocol === 'tls'));
        if (own && isWildcard(service.host)) wildcards.set(service.host, { service, port: own });
      }
      this.wildcards.set(port, wildcards);
    }
    return wildcards.mostSpecific(name.toLowerCase(), 1);
  }
}
