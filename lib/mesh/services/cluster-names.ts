import { isAddress } from '../../istio/hosts';
import { FieldReader } from '../../manifest/field';
import type { Objects } from '../objects';
import { calledNames } from '../sidecars/service-domains';
import type { Workload, WorkloadIndex } from '../workloads/workloads';
import type { Service } from './service';
import type { ServiceIndex } from './services';

/** What a name means to the cluster's DNS, which knows Kubernetes Services alone and no Sidecar. */
export class ClusterNames {
  constructor(
    private readonly objects: Objects,
    private readonly facts: { readonly services: ServiceIndex; readonly workloads: WorkloadIndex },
    /** The DNS suffix of the cluster. */
    private readonly domain: string,
  ) {}

  /** The Service that a name, or an address, means to pods of a namespace. */
  service(name: string, namespace: string): Service | undefined {
    if (isAddress(name))
      return this.facts.services.all.find((each) => each.registry === 'kubernetes' && each.virtualAddresses?.includes(name));
    return this.named(name, namespace) ?? this.serviceOfPod(name, namespace);
  }

  /** The headless Service that gives a pod the name by which it is called, such as `db-0.db`. Source: Kubernetes' DNS specification. */
  serviceOfPod(name: string, namespace: string): Service | undefined {
    const dot = name.indexOf('.');
    const service = dot > 0 ? this.named(name.slice(dot + 1), namespace) : undefined;
    if (!service?.headless || !service.selector) return undefined;
    const pod = name.slice(0, dot).toLowerCase();
    return this.facts.workloads.select(service.namespace, service.selector).some((workload) => hasName(workload, pod, service))
      ? service
      : undefined;
  }

  private named(name: string, namespace: string): Service | undefined {
    for (const candidate of calledNames(name, { namespace, domain: this.domain })) {
      const found = this.facts.services.withHost(candidate).find(({ registry }) => registry === 'kubernetes');
      if (found) return found;
    }
    return undefined;
  }

  /** Can the name only belong to the cluster, so that nobody outside answers for it? */
  isOfCluster(name: string): boolean {
    if (name.includes(':')) return false; // an address of IPv6
    const labels = name.toLowerCase().replace(/\.$/, '').split('.');
    if (labels.length === 1 || name.endsWith(`.${this.domain}`) || (labels[2] === 'svc' && labels.length === 3)) return true;
    if (labels.length > 1 && this.facts.services.named(labels[1] ?? '')?.headless) return true;
    return labels.length === 2 && this.objects.find('', 'Namespace', { name: labels[1] ?? '' }) !== undefined;
  }
}

/** Is one of its pods called so beside the Service? Pods of a StatefulSet are numbered. */
function hasName({ kind, name, replicas, manifest }: Workload, pod: string, service: Service): boolean {
  const spec = new FieldReader(manifest.object).at('spec');
  if (kind === 'Pod') return spec.at('subdomain').text === service.name && (spec.at('hostname').text || name) === pod;
  if (kind !== 'StatefulSet' || spec.at('serviceName').text !== service.name || !pod.startsWith(`${name}-`)) return false;
  const first = spec.at('ordinals', 'start').number ?? 0;
  const ordinal = /^(0|[1-9]\d*)$/.exec(pod.slice(name.length + 1))?.[0];
  return ordinal !== undefined && Number(ordinal) >= first && Number(ordinal) < first + replicas;
}
