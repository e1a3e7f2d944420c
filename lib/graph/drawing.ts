import type { Manifest } from '../manifest/manifest';
import type { Mesh } from '../mesh/mesh';
import type { EdgeKind, GraphEdge, GraphNode, NodeKind } from './graph';
import { objectId } from './ids';

/** What a node is made of; the rest is empty. */
export type NodeDraft = Pick<GraphNode, 'id' | 'name'> & { readonly kind: NodeKind } & Partial<Omit<GraphNode, 'objects'>> & {
    readonly manifests?: readonly Manifest[];
  };

export type EdgeDraft = Pick<GraphEdge, 'from' | 'to' | 'status'> & { readonly kind: EdgeKind } & Partial<GraphEdge>;

/** An answer with a Location. */
export interface Redirected extends Pick<GraphEdge, 'status' | 'request'> {
  /** Id of the node that answers. */
  readonly from: string;
  /** Id of the gateway, or `mesh`. */
  readonly at: string;
  readonly location: string;
}

/** Nodes and edges as they are found; what is found again is merged. */
export class Drawing {
  private readonly nodes = new Map<string, GraphNode>();
  private readonly edges = new Map<string, GraphEdge>();
  /** Everything that was drawn, by id. */
  readonly manifests = new Map<string, Manifest>();

  /** Hosts that accept nobody without a certificate of the mesh. */
  readonly meshOnly = new Set<string>();
  /** Answers that send the client elsewhere; drawn at the end, when all hosts are known. */
  readonly redirects: Redirected[] = [];

  constructor(readonly mesh: Mesh) {}

  /** @returns the id */
  node({ manifests = [], ...draft }: NodeDraft): string {
    const objects = manifests.map((manifest) => this.object(manifest));
    const known = this.nodes.get(draft.id);
    this.nodes.set(draft.id, {
      ...known,
      ...draft,
      details: union(known?.details, draft.details),
      objects: union(known?.objects, objects),
      fromWorld: false,
      marks: union(known?.marks, draft.marks),
      undecided: union(known?.undecided, draft.undecided),
      unreached: union(known?.unreached, draft.unreached),
    });
    return draft.id;
  }

  /** Says more about a node that is drawn. */
  amend(id: string, more: Partial<Pick<GraphNode, 'marks' | 'unreached' | 'undecided' | 'fromWorld'>>): void {
    const known = this.nodes.get(id);
    if (!known) throw new RangeError(`no node is called ${id}`);
    this.nodes.set(id, {
      ...known,
      fromWorld: more.fromWorld ?? known.fromWorld,
      marks: union(known.marks, more.marks),
      undecided: union(known.undecided, more.undecided),
      unreached: union(known.unreached, more.unreached),
    });
  }

  edge(draft: EdgeDraft): void {
    const id = `${draft.kind} ${draft.from} > ${draft.to}`;
    const known = this.edges.get(id);
    const drawn = { ...draft, id, policies: draft.policies ?? [], undecided: draft.undecided ?? [] };
    this.edges.set(id, known ? merged(known, drawn) : drawn);
  }

  /** The id of an object that is referred to. */
  object(manifest: Manifest): string {
    const id = objectId(manifest.object);
    this.manifests.set(id, manifest);
    return id;
  }

  has(node: string): boolean {
    return this.nodes.has(node);
  }

  get all(): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    return { nodes: [...this.nodes.values()].sort(byId), edges: [...this.edges.values()].sort(byId) };
  }
}

/** The same edge found by another request: one that is answered is shown, and what differs is said. */
function merged(known: GraphEdge, more: GraphEdge): GraphEdge {
  const [shown, other] = known.status !== 200 && more.status === 200 ? [more, known] : [known, more];
  const transport =
    known.transport === more.transport
      ? known.transport
      : known.transport && more.transport
        ? 'mixed'
        : (known.transport ?? more.transport);
  return {
    ...shown,
    ...(transport ? { transport } : {}),
    ...(shown.access || other.access ? { access: accessOfBoth(shown.access, other.access) } : {}),
    policies: union(known.policies, more.policies),
    undecided: union(known.undecided, more.undecided),
  };
}

function accessOfBoth(one: GraphEdge['access'], other: GraphEdge['access']): GraphEdge['access'] {
  if (!one || !other) return one ?? other;
  if (one.permission === other.permission && one.reason === other.reason) return one;
  const permission = one.permission === other.permission ? one.permission : 'conditional';
  return {
    permission,
    requiresToken: one.requiresToken && other.requiresToken,
    reason: union([one.reason], [other.reason]).join('; '),
    conditions: union(one.conditions, other.conditions),
  };
}

function union(some: readonly string[] = [], others: readonly string[] = []): readonly string[] {
  return others.length === 0 ? some : [...new Set([...some, ...others])];
}
