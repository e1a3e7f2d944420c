import { namespaceOf } from '../istio/names';
import { groupOf, type KubernetesObject } from '../istio/objects';
import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { readManifests } from '../manifest/read-manifests';
import { GatewayIndex } from './gateways/gateways';
import { DestinationRuleIndex } from './routing/destination-rules';
import { VirtualServiceIndex } from './routing/virtual-services';
import type { Endpoint } from './services/endpoints';
import { ServiceIndex } from './services/services';
import { SidecarIndex } from './sidecars/sidecars';
import { WorkloadIndex } from './workloads/workloads';

const networking = 'networking.istio.io';

/** What manifests do not say about the control plane. */
export interface MeshOptions {
  /** Istio's root namespace. @default 'istio-system' */
  readonly rootNamespace?: string;
  /** May sidecars call hosts the mesh does not know? Source: `meshConfig.outboundTrafficPolicy.mode`. @default 'ALLOW_ANY' */
  readonly outboundTrafficPolicy?: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Ports on which the pods' programs listen. @default - any port: manifests do not say */
  readonly listening?: readonly number[];
  /** Does the set hold every Secret? Otherwise one that is nowhere in the set is taken to exist. @default false */
  readonly complete?: boolean;
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
 * The index of one set of manifests, built once in time linear in the objects: the one thing that rules, routes, graph
 * and diff read. Of two objects of one kind and name the later counts, as if both had been applied in turn.
 */
export class Mesh {
  readonly manifests: readonly Manifest[];
  readonly rootNamespace: string;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  /** Namespaces that have an object of kind Namespace, by name. */
  readonly namespaces: ReadonlyMap<string, Manifest>;
  readonly services: ServiceIndex;
  readonly workloads: WorkloadIndex;
  readonly gateways: GatewayIndex;
  readonly virtualServices: VirtualServiceIndex;
  readonly destinationRules: DestinationRuleIndex;
  readonly sidecars: SidecarIndex;
  private readonly byKind = new Map<string, Map<string, Manifest>>();
  /** Does the set hold everything there is, Secrets and addresses too? */
  readonly complete: boolean;
  private readonly listening: readonly number[] | undefined;

  constructor(
    manifests: readonly Manifest[],
    { rootNamespace = 'istio-system', outboundTrafficPolicy = 'ALLOW_ANY', listening, complete = false }: MeshOptions = {},
  ) {
    this.listening = listening;
    this.complete = complete;
    this.manifests = manifests;
    this.rootNamespace = rootNamespace;
    this.outboundTrafficPolicy = outboundTrafficPolicy;
    for (const manifest of manifests) this.add(manifest);
    this.namespaces = new Map(this.ofKind('', 'Namespace').map((manifest) => [manifest.object.metadata.name, manifest]));
    this.services = new ServiceIndex(this.ofKind('', 'Service'), this.ofKind(networking, 'ServiceEntry'));
    this.workloads = new WorkloadIndex(['', 'apps', 'batch'].flatMap((group) => this.ofGroup(group)));
    this.gateways = new GatewayIndex(this.ofKind(networking, 'Gateway'));
    this.virtualServices = new VirtualServiceIndex(this.ofKind(networking, 'VirtualService'));
    this.destinationRules = new DestinationRuleIndex(this.ofKind(networking, 'DestinationRule'), rootNamespace);
    this.sidecars = new SidecarIndex(this.ofKind(networking, 'Sidecar'), rootNamespace);
  }

  /** A mesh of plain objects. */
  static of(objects: readonly KubernetesObject[], options?: MeshOptions): Mesh {
    return new Mesh(
      objects.map((object) => ({ object, source: sourceOfObject() })),
      options,
    );
  }

  /** The mesh an app declares, without writing anything. */
  static fromApp(app: ManifestProvider, options?: MeshOptions): Mesh {
    return new Mesh(app.manifests(), options);
  }

  /** The mesh a single cdk8s chart declares. */
  static fromChart(chart: ObjectProvider, options?: MeshOptions): Mesh {
    return Mesh.of(chart.toJson() as KubernetesObject[], options);
  }

  /**
   * The mesh that manifests in files, folders or git revisions declare; of two of one name the later counts, so
   * `Mesh.fromFiles('dist', 'dist/sticky')` is what applying one after the other makes.
   *
   * @throws Error for a path that does not exist, and for a text that cannot be read
   */
  static fromFiles(...paths: readonly string[]): Mesh {
    const { manifests, problems } = readManifests(paths);
    const [problem] = problems;
    if (problem) throw new Error(problem.message);
    return new Mesh(manifests);
  }

  /** Objects of a kind, whatever their version. @param group for example `networking.istio.io`, `` for Kubernetes' core */
  ofKind(group: string, kind: string): readonly Manifest[] {
    return [...(this.byKind.get(`${group}/${kind}`)?.values() ?? [])];
  }

  /** The object of a kind and name; `namespace` of a cluster-wide kind is ignored. */
  find(group: string, kind: string, { namespace = 'default', name }: { namespace?: string; name: string }): Manifest | undefined {
    return this.byKind.get(`${group}/${kind}`)?.get(`${namespace}/${name}`);
  }

  /** Does a program answer at the endpoint, as far as is known? */
  listens({ port }: Endpoint): boolean {
    return this.listening?.includes(port) ?? true;
  }

  /** Is there, as far as is known, a Secret of this name in the namespace? One that lies in another namespace is known not to. */
  holdsSecret(namespace: string, name: string): boolean {
    if (this.find('', 'Secret', { namespace, name })) return true;
    return !this.complete && !this.ofKind('', 'Secret').some((secret) => secret.object.metadata.name === name);
  }

  private ofGroup(group: string): Manifest[] {
    return [...this.byKind].flatMap(([key, manifests]) => (key.slice(0, key.indexOf('/')) === group ? [...manifests.values()] : []));
  }

  private add(manifest: Manifest): void {
    const { object } = manifest;
    const kind = `${groupOf(object)}/${object.kind}`;
    let bucket = this.byKind.get(kind);
    if (!bucket) {
      bucket = new Map();
      this.byKind.set(kind, bucket);
    }
    bucket.set(`${namespaceOf(object)}/${object.metadata.name}`, manifest);
  }
}
