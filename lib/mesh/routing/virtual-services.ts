import { lazy } from '../../lazy';
import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import type { CandidateOptions } from '../resource-defaults';
import { VirtualService } from './virtual-service';

/** What is bound to one gateway. */
interface Bound {
  readonly candidates: VirtualService[];
  stored?: readonly VirtualService[];
  hosts?: ReadonlySet<string>;
}

/**
 * The VirtualServices of one mesh. All are indexed by what they are bound to; whether the cluster stores one is found out when it is
 * needed: a request is about few of many.
 */
export class VirtualServiceIndex {
  private readonly candidates: readonly VirtualService[];
  private readonly byName = new Map<string, VirtualService>();
  private readonly byGateway = new Map<string, Bound>();
  private readonly stored = lazy(() => this.candidates.filter(({ isStored }) => isStored));
  private readonly rooted = lazy(() => this.all.filter((service) => service.hosts.length > 0));
  private readonly delegated = lazy(() => this.all.filter((service) => service.hosts.length === 0));
  private readonly byDelegate = lazy(() => rootsByDelegate(this.roots));

  constructor(manifests: readonly Manifest[], options: CandidateOptions = {}) {
    this.candidates = manifests
      .map((manifest) => new VirtualService(manifest, (name) => this.get(name), options))
      .sort((one, other) => byCreation(one.manifest.object, other.manifest.object));
    for (const service of this.candidates) {
      if (!this.byName.has(service.name) || service.isStored) this.byName.set(service.name, service);
      if (service.hosts.length === 0) continue;
      for (const gateway of service.gateways) {
        const bound = this.byGateway.get(gateway);
        if (bound) bound.candidates.push(service);
        else this.byGateway.set(gateway, { candidates: [service] });
      }
    }
  }

  /** Everything written, delegates included, in the order istiod visits them; names resolved, delegates expanded. */
  get all(): readonly VirtualService[] {
    return this.stored();
  }

  /** Those with hosts. */
  get roots(): readonly VirtualService[] {
    return this.rooted();
  }

  /** Those without. */
  get delegates(): readonly VirtualService[] {
    return this.delegated();
  }

  /** Those with hosts of which a rule delegates to `namespace/name`. */
  delegatingTo(name: string): readonly VirtualService[] {
    return this.byDelegate().get(name) ?? [];
  }

  /** The VirtualService called `namespace/name`, delegates included. */
  get(name: string): VirtualService | undefined {
    const found = this.byName.get(name);
    return found?.isStored ? found : undefined;
  }

  /** Those bound to a gateway (`namespace/name` or `mesh`), whoever sees them, oldest first. */
  boundTo(gateway: string): readonly VirtualService[] {
    const bound = this.byGateway.get(gateway);
    if (!bound) return [];
    bound.stored ??= bound.candidates.filter(({ isStored }) => isStored);
    return bound.stored;
  }

  /** Does one that is bound to a gateway name the host, whoever sees it? */
  hasHost(gateway: string, host: string): boolean {
    const bound = this.byGateway.get(gateway);
    if (!bound) return false;
    bound.hosts ??= new Set(this.boundTo(gateway).flatMap(({ hosts }) => hosts));
    return bound.hosts.has(host);
  }

  /**
   * Those bound to a gateway that proxies of a namespace see, in the order in which their routes are put together:
   * exported to the own namespace alone, exported to it by name, public. Source: Istio `VirtualServicesForGateway`.
   */
  visibleTo(proxyNamespace: string, gateway: string): readonly VirtualService[] {
    return this.candidatesFor(proxyNamespace, gateway).filter(({ isStored }) => isStored);
  }

  /** As `visibleTo`, with those that the cluster may turn out not to store: whoever uses one asks `isStored`. */
  candidatesFor(proxyNamespace: string, gateway: string): readonly VirtualService[] {
    const visible = (this.byGateway.get(gateway)?.candidates ?? []).filter((service) => service.visibility.includes(proxyNamespace));
    const rank = (service: VirtualService) =>
      service.visibility.isPublic ? publicRank(service, proxyNamespace) : service.namespace === proxyNamespace ? 0 : 1;
    return [0, 1, 2, 3].flatMap((wanted) => visible.filter((service) => rank(service) === wanted));
  }
}

/** A caller's own routes of the Gateway API go before those of the service. */
function publicRank(service: VirtualService, proxyNamespace: string): number {
  return service.isConverted && service.namespace === proxyNamespace ? 2 : 3;
}

function rootsByDelegate(roots: readonly VirtualService[]): ReadonlyMap<string, readonly VirtualService[]> {
  const byDelegate = new Map<string, VirtualService[]>();
  for (const root of roots) {
    for (const name of new Set(root.delegateNames)) {
      const known = byDelegate.get(name);
      if (known) known.push(root);
      else byDelegate.set(name, [root]);
    }
  }
  return byDelegate;
}
