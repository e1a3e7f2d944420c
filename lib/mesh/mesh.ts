import { clusterDomain } from '../istio/names';
import type { KubernetesObject } from '../istio/objects';
import { lazy } from '../lazy';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { readManifests } from '../manifest/read-manifests';
import { type Rejection, rejectionOf } from './admission';
import { deployedGateways } from './gateway-api/deployments';
import { GatewayApi } from './gateway-api/gateway-api';
import { GatewayPods } from './gateways/gateway-pods';
import type { GatewayPod } from './gateways/gateway-ports';
import { type GatewayTopology, gatewayTopologyOf } from './gateways/gateway-topology';
import { GatewayIndex } from './gateways/gateways';
import { ServerHosts } from './gateways/server-hosts';
import { Ingresses } from './ingress/ingresses';
import { assumedGateways } from './installation/assumed-gateway';
import { unreadValues } from './installation/chart-releases';
import { istiodCharts } from './installation/declared-config';
import { declaredClusterDomain } from './installation/declared-domain';
import { gatewayCharts } from './installation/declared-gateways';
import { Discovery } from './installation/discovery';
import { Extensions } from './installation/extensions';
import { Injectors } from './installation/injector-config';
import { IstiodVariables } from './installation/istiod-variables';
import { MeshConfig } from './installation/mesh-config';
import { Secrets } from './installation/secrets';
import { InjectionWebhooks } from './installation/webhooks';
import type { MeshOptions } from './mesh-options';
import { Objects } from './objects';
import { PassedOverIndex } from './passed-over/passed-over';
import type { CandidateOptions } from './resource-defaults';
import { DestinationRuleIndex } from './routing/destination-rule-index';
import { DestinationRulesByHost } from './routing/destination-rules-by-host';
import { VirtualServiceIndex } from './routing/virtual-services';
import { Authorizers } from './security/authorizers';
import { Identities } from './security/identities';
import { MutualTls } from './security/mutual-tls';
import { PeerAuthentications } from './security/peer-authentications';
import { PolicyIndex } from './security/policies';
import { ClusterNames } from './services/cluster-names';
import { type Endpoint, EndpointIndex } from './services/endpoints';
import { PodPorts } from './services/pod-ports';
import { ServiceIndex } from './services/services';
import { SidecarIndex } from './sidecars/sidecars';
import { competing } from './workloads/competing-selectors';
import { Injection } from './workloads/injection';
import { makesPods } from './workloads/pod-makers';
import { PodIndex } from './workloads/pods';
import { Waypoints } from './workloads/waypoints';
import { WorkloadIndex } from './workloads/workloads';

const networking = 'networking.istio.io';

/** A mesh, and the objects that never take effect in it. */
export interface LoadedMesh {
  /** The mesh of everything that takes effect. */
  readonly mesh: Mesh;
  /** The objects that the API server, the webhook or istiod rejects, each with the reason. */
  readonly problems: readonly Rejection[];
}

/** Anything that can hand out its manifests, as `MeshApp` does. */
export interface ManifestProvider {
  manifests(): readonly Manifest[];
}

/** A cdk8s chart, as far as a mesh needs it. */
export interface ObjectProvider {
  toJson(): unknown[];
}

/**
 * Everything that manifests say about a mesh, each fact made once, when it is first asked for: what rules, routes, graph
 * and diff read. This file wires the facts together and nothing more; each lives in a room of its own and names the
 * facts it needs.
 */
export class Mesh {
  /** What was given, in order, without what is assumed. */
  readonly manifests: readonly Manifest[];
  /** Every object that takes effect, decoded once. */
  readonly objects: Objects;
  /** The mesh configuration in force. */
  readonly config: MeshConfig;
  /** Which objects istiod looks at. */
  readonly discovery: Discovery;
  /** Istio's root namespace. */
  readonly rootNamespace: string;
  /** May sidecars call hosts that the mesh does not know? */
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** The DNS suffix of the cluster's names. */
  readonly clusterDomain: string;
  /** Is that what an option or the installation says, and not taken for granted? */
  readonly knowsClusterDomain: boolean;
  /** Do the manifests hold everything there is, Secrets and addresses too? */
  readonly complete: boolean;
  private readonly options: MeshOptions;

  private constructor(manifests: readonly Manifest[], options: MeshOptions) {
    this.options = options;
    this.manifests = manifests;
    this.complete = options.complete ?? false;
    const written = new Objects(manifests);
    this.config = MeshConfig.of(written);
    this.rootNamespace = options.rootNamespace ?? this.config.rootNamespace;
    this.outboundTrafficPolicy = options.outboundTrafficPolicy ?? this.config.outboundTrafficPolicy;
    const domain = options.clusterDomain ?? declaredClusterDomain(written);
    this.knowsClusterDomain = domain !== undefined;
    this.clusterDomain = domain ?? clusterDomain;
    const service = options.assumeIngressGateway === false ? undefined : this.config.ingressService;
    const assumed = assumedGateways(service, written);
    this.discovery = new Discovery(this.config, written);
    const isStored = (manifest: Manifest) =>
      assumed.includes(manifest) || (this.discovery.includes(manifest) && rejectionOf(manifest, options.admission) === undefined);
    const declared = new Objects([...assumed, ...manifests], isStored);
    const deployed = deployedGateways(declared, this.complete);
    const made = new Set([...assumed, ...deployed]);
    this.objects =
      deployed.length === 0 ? declared : new Objects([...made, ...manifests], (manifest) => made.has(manifest) || isStored(manifest));
  }

  /** The one way from manifests to a mesh. Objects that the cluster rejects are left out and returned as problems. */
  static load(manifests: readonly Manifest[], options: MeshOptions = {}): LoadedMesh {
    const mesh = new Mesh(manifests, options);
    const problems = lazy(() => manifests.flatMap((manifest) => rejectionOf(manifest, options.admission) ?? []));
    return {
      mesh,
      get problems() {
        return problems();
      },
    };
  }

  /** A mesh of plain objects. */
  static of(objects: readonly KubernetesObject[], options?: MeshOptions): Mesh {
    return Mesh.load(
      objects.map((object) => ({ object, source: sourceOfObject() })),
      options,
    ).mesh;
  }

  /** The mesh an app declares, without writing anything. */
  static fromApp(app: ManifestProvider, options?: MeshOptions): Mesh {
    return Mesh.load(app.manifests(), options).mesh;
  }

  /** The mesh a single cdk8s chart declares. */
  static fromChart(chart: ObjectProvider, options?: MeshOptions): Mesh {
    return Mesh.of(chart.toJson() as KubernetesObject[], options);
  }

  /**
   * The mesh that manifests in files, folders or git revisions declare. If kind, namespace and name repeat, the last
   * object wins, so `Mesh.fromFiles('dist', 'dist/sticky')` is what applying one after the other makes.
   *
   * @throws Error for a path that does not exist, and for a text that cannot be read
   */
  static fromFiles(...paths: readonly string[]): Mesh {
    const { manifests, problems } = readManifests(paths);
    const [problem] = problems;
    if (problem) throw new Error(problem.message);
    return Mesh.load(manifests).mesh;
  }

  /** What could change an answer and is not evaluated, wherever a request goes. */
  get notEvaluated(): readonly string[] {
    const [first, ...others] = this.options.unrendered ?? [];
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    const unrendered = first === undefined ? [] : [`what \`${first}\`${more} would make: it was not rendered`];
    return [
      ...this.config.notEvaluated,
      ...this.variables.notEvaluated,
      ...this.discovery.notEvaluated,
      ...this.unreadValues,
      ...unrendered,
    ];
  }

  /** Values of Istio's charts that the manifests name and that were not read: Secrets, and what is kept elsewhere. */
  get unreadValues(): readonly string[] {
    return this.facts.unreadValues();
  }

  private readonly facts = {
    namespaces: lazy(() => new Map(this.ofKind('', 'Namespace').map((manifest) => [manifest.object.metadata.name, manifest] as const))),
    services: lazy(
      () => new ServiceIndex(this.objects.candidates('', 'Service'), this.ofKind(networking, 'ServiceEntry'), this.defaultsOf('Service')),
    ),
    workloads: lazy(
      () =>
        new WorkloadIndex([
          ...this.objects.ofKindsWith(makesPods),
          ...this.ofKind(networking, 'WorkloadEntry'),
          ...this.ofKind(networking, 'WorkloadGroup'),
        ]),
    ),
    unreadValues: lazy(() => unreadValues(this.objects, new Set([...gatewayCharts, ...istiodCharts]))),
    endpoints: lazy(() => new EndpointIndex(this.objects, this.workloads)),
    pods: lazy(() => new PodIndex(this.objects, this.workloads)),
    podPorts: lazy(() => new PodPorts(this.services, this.workloads)),
    passedOver: lazy(() => new PassedOverIndex(this)),
    injection: lazy(() => new Injection(this.objects, this)),
    waypoints: lazy(() => new Waypoints(this.objects, this)),
    clusterNames: lazy(() => new ClusterNames(this.objects, this, this.clusterDomain)),
    secrets: lazy(() => new Secrets(this.objects, this.complete)),
    gatewayPods: lazy(() => new GatewayPods(this.gateways, this.workloads, this.rootNamespace)),
    gatewayApi: lazy(() => new GatewayApi(this.objects, this)),
    ingresses: lazy(() => new Ingresses(this.objects, this)),
    gateways: lazy(
      () =>
        new GatewayIndex([...this.ofKind(networking, 'Gateway'), ...this.gatewayApi.gateways, ...this.ingresses.gateways], this.services),
    ),
    serverHosts: lazy(() => new ServerHosts(this.gateways, this.pods)),
    virtualServices: lazy(
      () =>
        new VirtualServiceIndex(
          [...this.objects.candidates(networking, 'VirtualService'), ...this.gatewayApi.virtualServices, ...this.ingresses.virtualServices],
          this.defaultsOf('VirtualService'),
        ),
    ),
    destinationRules: lazy(
      () =>
        new DestinationRuleIndex(
          [...this.objects.candidates(networking, 'DestinationRule'), ...this.gatewayApi.destinationRules],
          this.rootNamespace,
          this.defaultsOf('DestinationRule'),
        ),
    ),
    destinationRulesByHost: lazy(() => new DestinationRulesByHost(this.destinationRules)),
    sidecars: lazy(() => new SidecarIndex(this.ofKind(networking, 'Sidecar'), this.rootNamespace)),
    mutualTls: lazy(() => new MutualTls(this.objects, this.destinationRules, this)),
    variables: lazy(() => new IstiodVariables(this.objects)),
    authorizers: lazy(() => new Authorizers(this)),
    identities: lazy(() => new Identities(this.config, this.workloads)),
    peerAuthentications: lazy(() => new PeerAuthentications(this.ofKind('security.istio.io', 'PeerAuthentication'), this.rootNamespace)),
    policies: lazy(() => {
      const [authorization, authentication] = (['AuthorizationPolicy', 'RequestAuthentication'] as const).map((kind) =>
        this.ofKind('security.istio.io', kind),
      );
      return new PolicyIndex(
        { authorization: authorization ?? [], authentication: authentication ?? [] },
        this.rootNamespace,
        this.options.fetchedKeys,
      );
    }),
    extensions: lazy(() => new Extensions(this.objects, this.rootNamespace)),
    injectors: lazy(() => new Injectors(this.objects)),
    injectionWebhooks: lazy(() => new InjectionWebhooks(this.objects)),
    competingSidecars: lazy(() => competing(this.objects, this.workloads, 'Sidecar')),
    competingTelemetries: lazy(() => competing(this.objects, this.workloads, 'Telemetry')),
    competingPeerAuthentications: lazy(() => competing(this.objects, this.workloads, 'PeerAuthentication')),
  };

  /** Namespaces that have an object of kind Namespace, by name. */
  get namespaces(): ReadonlyMap<string, Manifest> {
    return this.facts.namespaces();
  }

  /** Services and ServiceEntries, by host. */
  get services(): ServiceIndex {
    return this.facts.services();
  }

  /** What makes pods: Deployments, Pods, WorkloadEntries and their like. */
  get workloads(): WorkloadIndex {
    return this.facts.workloads();
  }

  /** What takes connections for each service port. */
  get endpoints(): EndpointIndex {
    return this.facts.endpoints();
  }

  /** Pods of any namespace, by label. */
  get pods(): PodIndex {
    return this.facts.pods();
  }

  /** The ports of pods that Services lead to. */
  get podPorts(): PodPorts {
    return this.facts.podPorts();
  }

  /** What is written for something and not used. */
  get passedOver(): PassedOverIndex {
    return this.facts.passedOver();
  }

  /** Which pods get a sidecar, and why. */
  get injection(): Injection {
    return this.facts.injection();
  }

  /** Which services have a waypoint in front. */
  get waypoints(): Waypoints {
    return this.facts.waypoints();
  }

  /** What names mean to the cluster's DNS. */
  get clusterNames(): ClusterNames {
    return this.facts.clusterNames();
  }

  /** The Secrets that exist or are made by controllers. */
  get secrets(): Secrets {
    return this.facts.secrets();
  }

  /** The pods that Gateways select. */
  get gatewayPods(): GatewayPods {
    return this.facts.gatewayPods();
  }

  /** Objects of the Gateway API, as istiod translates them. */
  get gatewayApi(): GatewayApi {
    return this.facts.gatewayApi();
  }

  /** Ingresses of Istio's class, as istiod translates them. */
  get ingresses(): Ingresses {
    return this.facts.ingresses();
  }

  /** Gateways by the pods they select. */
  get gateways(): GatewayIndex {
    return this.facts.gateways();
  }

  /** The hosts that Gateway servers open. */
  get serverHosts(): ServerHosts {
    return this.facts.serverHosts();
  }

  /** VirtualServices with their delegates merged, in the order that istiod reads them. */
  get virtualServices(): VirtualServiceIndex {
    return this.facts.virtualServices();
  }

  /** DestinationRules as each caller sees them. */
  get destinationRules(): DestinationRuleIndex {
    return this.facts.destinationRules();
  }

  /** DestinationRules by the host they name. */
  get destinationRulesByHost(): DestinationRulesByHost {
    return this.facts.destinationRulesByHost();
  }

  /** AuthorizationPolicies and RequestAuthentications. */
  get policies(): PolicyIndex {
    return this.facts.policies();
  }

  /** What proxies accept: mutual TLS or plain text. */
  get peerAuthentications(): PeerAuthentications {
    return this.facts.peerAuthentications();
  }

  /** Who the proxies are to one another. */
  get identities(): Identities {
    return this.facts.identities();
  }

  /** The environment of istiod. */
  get variables(): IstiodVariables {
    return this.facts.variables();
  }

  /** The external authorizers that policies may ask. */
  get authorizers(): Authorizers {
    return this.facts.authorizers();
  }

  /** Which Sidecar shapes which pods. */
  get sidecars(): SidecarIndex {
    return this.facts.sidecars();
  }

  /** The mode of mutual TLS for each workload and port. */
  get mutualTls(): MutualTls {
    return this.facts.mutualTls();
  }

  /** What changes proxies in ways that are not evaluated. */
  get extensions(): Extensions {
    return this.facts.extensions();
  }

  /** The injectors' configurations, by revision. */
  get injectors(): Injectors {
    return this.facts.injectors();
  }

  /** Is a control plane of the revision among the manifests? */
  knowsRevision(revision: string): boolean {
    return revision === 'default' || this.discovery.controlPlanes.has(revision);
  }

  /** The webhooks that inject sidecars. */
  get injectionWebhooks(): InjectionWebhooks {
    return this.facts.injectionWebhooks();
  }

  /** Sidecars that select the same pods: only the oldest counts. */
  get competingSidecars(): ReturnType<typeof competing> {
    return this.facts.competingSidecars();
  }

  /** Telemetries that select the same pods. */
  get competingTelemetries(): ReturnType<typeof competing> {
    return this.facts.competingTelemetries();
  }

  /** PeerAuthentications that select the same pods: only the oldest counts. */
  get competingPeerAuthentications(): ReturnType<typeof competing> {
    return this.facts.competingPeerAuthentications();
  }

  private defaultsOf(kind: 'Service' | 'VirtualService' | 'DestinationRule'): CandidateOptions {
    const { isStored } = this.objects;
    const { capturesDns } = this.config;
    return { exportedByDefault: this.config.exportedByDefault(kind), domain: this.clusterDomain, capturesDns, isStored };
  }

  /** Objects of a kind, whatever their version. @param group for example `networking.istio.io`, `` for Kubernetes' core */
  ofKind(group: string, kind: string): readonly Manifest[] {
    return this.objects.ofKind(group, kind);
  }

  /** The object of a kind and name; `namespace` of a cluster-wide kind is ignored. */
  find(group: string, kind: string, name: { namespace?: string; name: string }): Manifest | undefined {
    return this.objects.find(group, kind, name);
  }

  /** Are gateways assumed that an installation brings and the manifests lack? */
  get assumesGateways(): boolean {
    return this.options.assumeIngressGateway !== false;
  }

  /** What a gateway pod knows of the proxies in front of it. */
  topologyOf(pod: GatewayPod): GatewayTopology {
    return gatewayTopologyOf(this.config, this.workloads, pod);
  }

  /** Does a program answer at the endpoint, as far as is known? */
  listens({ port }: Endpoint): boolean {
    return this.options.listening?.includes(port) ?? true;
  }

  /** Is there, as far as is known, a Secret of this name in the namespace? */
  holdsSecret(namespace: string, name: string): boolean {
    return this.secrets.stateOf(namespace, name) !== 'absent';
  }
}
