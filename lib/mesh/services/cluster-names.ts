import { isIP } from 'node:net';
import type { Objects } from '../objects';
import { calledNames } from '../sidecars/service-domains';
import type { Service } from './service';
import type { ServiceIndex } from './services';

/** What a name means to the cluster's DNS, which knows Kubernetes Services alone and no Sidecar. */
export class ClusterNames {
  constructor(
    private readonly objects: Objects,
    private readonly services: ServiceIndex,
    /** The DNS suffix of the cluster. */
    private readonly domain: string,
  ) {}

  /** The Service that a name, or an address, means to pods of a namespace. */
  service(name: string, namespace: string): Service | undefined {
    if (isIP(name) !== 0) return this.services.all.find((each) => each.registry === 'kubernetes' && each.virtualAddresses?.includes(name));
    for (const candidate of calledNames(name, { namespace, domain: this.domain })) {
      const found = this.services.withHost(candidate).find(({ registry }) => registry === 'kubernetes');
      if (found) return found;
    }
    return undefined;
  }

  /** Can the name only belong to the cluster, so that nobody outside answers for it? */
  isOfCluster(name: string): boolean {
    const labels = name.toLowerCase().replace(/\.$/, '').split('.');
    if (labels.length === 1 || name.endsWith(`.${this.domain}`) || (labels[2] === 'svc' && labels.length === 3)) return true;
    return labels.length === 2 && this.objects.find('', 'Namespace', { name: labels[1] ?? '' }) !== undefined;
  }
}
