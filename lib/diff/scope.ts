import { isWildcard, overlaps } from '../istio/hosts';
import { fits } from '../istio/labels';
import { expandHost, namespaceOf } from '../istio/names';
import { groupOf } from '../istio/objects';
import { FieldReader } from '../manifest/field';
import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import type { VirtualService } from '../mesh/routing/virtual-service';
import { PolicyTarget } from '../mesh/security/policy-target';
import type { Service } from '../mesh/services/service';
import { makesPods } from '../mesh/workloads/pod-makers';
import { workloadOf } from '../mesh/workloads/workloads';
import type { ObjectChange } from './object-changes';

/** Kinds that no answer and no permission depends on. */
const ofNoAnswer: ReadonlySet<string> = new Set([
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'],
  ...['PodMonitor', 'ServiceMonitor', 'PrometheusRule', 'Certificate', 'Issuer', 'ClusterIssuer', 'PersistentVolumeClaim', 'StorageClass'],
  ...['Application', 'ApplicationSet', 'AppProject', 'NetworkPolicy', 'LimitRange', 'ResourceQuota', 'PriorityClass'],
]);

/**
 * The requests that changed objects may answer otherwise: those of some hosts, of callers in some namespaces, or all. What
 * is outside of it need not be asked; what is inside may still be answered the same.
 */
export class Scope {
  private everything = false;
  private outside = false;
  private readonly exact = new Set<string>();
  private readonly wildcards: string[] = [];
  private readonly callers = new Set<string>();
  private readonly touched = new Set<string>();

  constructor(
    private readonly meshes: readonly Mesh[],
    changes: readonly ObjectChange[],
  ) {
    this.everything = meshes.some((mesh) => settingsOf(mesh) !== settingsOf(meshes[0]));
    for (const change of changes) for (const manifest of [change.old, change.new]) if (manifest) this.add(manifest);
    if (this.touched.size > 0 && !this.everything) this.addRoutesTo();
  }

  /** May no request at all be answered otherwise? */
  get isEmpty(): boolean {
    return !this.everything && !this.outside && this.exact.size + this.wildcards.length + this.callers.size === 0;
  }

  /** Are there requests that need not be asked? */
  get isPartial(): boolean {
    return !this.everything;
  }

  includesHost(given: string): boolean {
    if (this.everything) return true;
    const host = given.toLowerCase();
    if (this.exact.has(host) || this.wildcards.some((own) => overlaps(own, host))) return true;
    return isWildcard(host) && [...this.exact].some((own) => overlaps(own, host));
  }

  /** Requests from outside, at whatever host. */
  get includesOutside(): boolean {
    return this.everything || this.outside;
  }

  includesCaller(namespace: string | undefined): boolean {
    return this.everything || (namespace !== undefined && this.callers.has(namespace));
  }

  private add(manifest: Manifest): void {
    const { object } = manifest;
    const group = groupOf(object);
    const { kind } = object;
    if (ofNoAnswer.has(kind)) return;
    if (kind === 'VirtualService') this.addVirtualService(manifest);
    else if (kind === 'DestinationRule')
      this.addHost(expandHost(String((object.spec as { host?: unknown })?.host ?? ''), namespaceOf(object)));
    else if (kind === 'Service' && group === '') this.addServices((service) => service.manifest.object === object);
    else if (kind === 'ServiceEntry') this.addServices((service) => service.manifest.object === object);
    else if (kind === 'Endpoints' || kind === 'EndpointSlice') this.addServices(({ namespace }) => namespace === namespaceOf(object));
    else if (makesPods(object) || kind === 'WorkloadEntry' || kind === 'WorkloadGroup') this.addWorkload(manifest);
    else if (group === 'security.istio.io') this.addPolicy(manifest);
    else if (kind === 'Gateway' || kind === 'Secret') this.outside = true;
    else if (kind === 'Sidecar') this.addCallers(namespaceOf(object));
    else if (kind === 'Telemetry' || (kind === 'ConfigMap' && !/^istio/.test(object.metadata.name))) return;
    else if (isForeign(group)) return;
    else this.everything = true;
    if (group === 'gateway.networking.k8s.io') this.everything = true;
  }

  private addVirtualService({ object }: Manifest): void {
    const own = this.meshes.flatMap(({ virtualServices }) => virtualServices.all.filter(({ manifest }) => manifest.object === object));
    for (const { hosts, name } of own) {
      for (const host of hosts) this.addHost(host);
      if (hosts.length > 0) continue;
      for (const { virtualServices } of this.meshes)
        for (const root of virtualServices.roots)
          if (delegatesTo(root, name))
            root.hosts.forEach((host) => {
              this.addHost(host);
            });
    }
  }

  private addHost(given: string): void {
    const host = given.toLowerCase();
    if (isWildcard(host)) this.wildcards.push(host);
    else this.exact.add(host);
    this.touched.add(host);
  }

  private addServices(includes: (service: Service) => boolean): void {
    for (const { services } of this.meshes) for (const service of services.all) if (includes(service)) this.addHost(service.host);
  }

  private addWorkload(manifest: Manifest): void {
    const workload = workloadOf(manifest);
    if (!workload) return;
    this.addCallersOf(workload.namespace, manifest);
    this.addServices(
      ({ namespace, selector }) => namespace === workload.namespace && selector !== undefined && fits(selector, workload.labels),
    );
    if (this.meshes.some(({ gateways }) => gateways.selecting(workload).length > 0)) this.outside = true;
  }

  /** A workload that is on both sides and looks otherwise to the mesh calls otherwise. */
  private addCallersOf(namespace: string, manifest: Manifest): void {
    const views = this.meshes.map((mesh) => {
      const { kind, metadata } = manifest.object;
      const own = mesh.workloads.all.find((each) => each.kind === kind && each.name === metadata.name && each.namespace === namespace);
      return own && JSON.stringify([own.labels, own.serviceAccount, mesh.injection.proxyOf(own).kind]);
    });
    if (views.every((view) => view !== undefined) && new Set(views).size > 1) this.callers.add(namespace);
  }

  private addPolicy(manifest: Manifest): void {
    if (this.addTargets(manifest)) return;
    const target = new PolicyTarget(manifest);
    const namespace = namespaceOf(manifest.object);
    for (const mesh of this.meshes) {
      const isRoot = namespace === mesh.rootNamespace;
      const pods = (isRoot ? mesh.workloads.all : mesh.workloads.inNamespace(namespace)).filter((workload) => target.includes(workload));
      const names = new Set(pods);
      if (pods.some((pod) => mesh.gateways.selecting(pod).length > 0)) this.outside = true;
      if (
        mesh.gateways.all.some((gateway) =>
          mesh.gatewayPods.of(gateway).some((pod) => (isRoot || pod.namespace === namespace) && target.includes(pod)),
        )
      ) {
        this.outside = true;
      }
      this.addServices(
        (service) =>
          service.selector !== undefined && mesh.workloads.select(service.namespace, service.selector).some((pod) => names.has(pod)),
      );
    }
  }

  /** A policy may name a Service, whose waypoint enforces it; one that names a Gateway may hold for any. */
  private addTargets({ object }: Manifest): boolean {
    const spec = new FieldReader(object).at('spec');
    const references = [...spec.at('targetRefs').items, spec.at('targetRef')].filter(({ exists }) => exists);
    for (const reference of references) {
      const isService = reference.at('kind').text === 'Service' && reference.at('group').text === '';
      if (isService) this.addServices(({ name, namespace }) => name === reference.at('name').text && namespace === namespaceOf(object));
      else this.everything = true;
    }
    return references.length > 0;
  }

  private addCallers(namespace: string): void {
    if (this.meshes.some(({ rootNamespace }) => rootNamespace === namespace)) this.everything = true;
    else this.callers.add(namespace);
  }

  /** Hosts whose routes lead to a host that is touched. */
  private addRoutesTo(): void {
    const touched = [...this.touched];
    const exact = new Set(touched.filter((host) => !isWildcard(host)));
    const wildcards = touched.filter(isWildcard);
    const isTouched = (host: string) => exact.has(host) || wildcards.some((own) => overlaps(own, host));
    for (const { virtualServices } of this.meshes) {
      for (const service of virtualServices.roots) {
        if (!destinationsOf(service).some((host) => isTouched(host.toLowerCase()))) continue;
        for (const host of service.hosts) this.addHost(host);
      }
    }
  }
}

/** What the options of a mesh say that no object of it does. */
function settingsOf(mesh: Mesh | undefined): string {
  return JSON.stringify([mesh?.rootNamespace, mesh?.outboundTrafficPolicy, mesh?.clusterDomain, mesh?.complete]);
}

/** Kinds of other projects: Istio and Kubernetes read nothing of them. */
function isForeign(group: string): boolean {
  return group !== '' && !/(^|\.)(istio\.io|k8s\.io)$/.test(group) && group !== 'apps' && group !== 'batch' && group !== 'install.istio.io';
}

function delegatesTo(root: VirtualService, name: string): boolean {
  return (
    root.writtenHttp.some(({ spec: { delegate } }) => delegate && `${delegate.namespace || root.namespace}/${delegate.name}` === name) ||
    root.http.some(({ place }) => `${namespaceOf(place.manifest.object)}/${place.manifest.object.metadata.name}` === name)
  );
}

function destinationsOf({ http, tls, tcp }: VirtualService): string[] {
  return [
    ...http.flatMap(({ spec }) => [
      ...(spec.route ?? []).map(({ destination }) => destination?.host ?? ''),
      ...[spec.mirror, ...(spec.mirrors ?? []).map(({ destination }) => destination)].map((mirror) => mirror?.host ?? ''),
    ]),
    ...[...tls, ...tcp].flatMap(({ route = [] }) => route.map(({ destination }) => destination?.host ?? '')),
  ];
}
