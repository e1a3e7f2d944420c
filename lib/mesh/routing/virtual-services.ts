import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import type { ResourceDefaults } from '../resource-defaults';
import { VirtualService } from './virtual-service';

/** The VirtualServices of one mesh. */
export class VirtualServiceIndex {
  /** Everything written, delegates included, in the order istiod visits them; names resolved, delegates expanded. */
  readonly all: readonly VirtualService[];
  /** Those with hosts. */
  readonly roots: readonly VirtualService[];
  private readonly byName: ReadonlyMap<string, VirtualService>;
  private readonly byGateway = new Map<string, VirtualService[]>();

  constructor(manifests: readonly Manifest[], defaults: ResourceDefaults = {}) {
    this.all = manifests
      .map((manifest) => new VirtualService(manifest, (name) => this.byName.get(name), defaults))
      .sort((one, other) => byCreation(one.manifest.object, other.manifest.object));
    this.roots = this.all.filter((service) => service.hosts.length > 0);
    this.byName = new Map(this.all.map((service) => [service.name, service]));
    for (const service of this.roots) {
      for (const gateway of service.gateways) {
        const bucket = this.byGateway.get(gateway);
        if (bucket) bucket.push(service);
        else this.byGateway.set(gateway, [service]);
      }
    }
  }

  /** The VirtualService called `namespace/name`, delegates included. */
  get(name: string): VirtualService | undefined {
    return this.byName.get(name);
  }

  /** Those bound to a gateway (`namespace/name` or `mesh`), whoever sees them, oldest first. */
  boundTo(gateway: string): readonly VirtualService[] {
    return this.byGateway.get(gateway) ?? [];
  }

  /**
   * Those bound to a gateway that proxies of a namespace see, in the order in which their routes are put together:
   * exported to the own namespace alone, exported to it by name, public. Source: Istio `VirtualServicesForGateway`.
   */
  visibleTo(proxyNamespace: string, gateway: string): readonly VirtualService[] {
    const visible = this.boundTo(gateway).filter((service) => service.visibility.includes(proxyNamespace));
    const rank = (service: VirtualService) =>
      service.visibility.isPublic ? publicRank(service, proxyNamespace) : service.namespace === proxyNamespace ? 0 : 1;
    return [0, 1, 2, 3].flatMap((wanted) => visible.filter((service) => rank(service) === wanted));
  }
}

/** A caller's own routes of the Gateway API go before those of the service. */
function publicRank(service: VirtualService, proxyNamespace: string): number {
  return service.isConverted && service.namespace === proxyNamespace ? 2 : 3;
}
