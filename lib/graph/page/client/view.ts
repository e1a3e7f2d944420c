import { collapse, type Grouping, groupId } from '../../collapse';
import type { GraphNode, MeshGraph } from '../../graph';

/** What of the mesh is shown, and what is drawn as one box. */
export class View {
  /** @default - every box for itself */
  grouping: Grouping | undefined;
  /** Groups that are drawn in full all the same. */
  readonly expanded = new Set<string>();
  readonly hidden = new Set<string>();
  /** In a narrow frame, the boxes of one answer alone. @default - all */
  only: ReadonlySet<string> | undefined;

  constructor(public graph: MeshGraph) {}

  get namespaces(): readonly string[] {
    return [...new Set(this.graph.nodes.flatMap(({ namespace }) => namespace ?? []))].sort();
  }

  /** Without what is hidden, and what only led there. */
  get filtered(): MeshGraph {
    if (this.hidden.size === 0) return this.graph;
    const nodes = this.graph.nodes.filter(({ namespace }) => namespace === undefined || !this.hidden.has(namespace));
    const shown = new Set(nodes.map(({ id }) => id));
    const edges = this.graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
    return {
      ...this.graph,
      nodes: nodes.filter(({ id, namespace }) => namespace !== undefined || edges.some(({ from, to }) => from === id || to === id)),
      edges,
    };
  }

  /** What is drawn. */
  get drawn(): MeshGraph {
    const { grouping, only, filtered } = this;
    const shown = grouping === undefined ? filtered : collapse(filtered, grouping, (group) => !this.expanded.has(group));
    if (!only) return shown;
    const edges = shown.edges.filter(({ from, to }) => only.has(from) && only.has(to));
    return { ...shown, nodes: shown.nodes.filter(({ id }) => only.has(id)), edges };
  }

  /** The group that a node is in now, whether it is drawn as one box or not. */
  groupOf(node: GraphNode): string | undefined {
    return this.grouping === undefined ? undefined : groupId(node, this.grouping);
  }

  /** The id of the box that stands for a node. */
  shownId(id: string): string {
    const node = this.graph.nodes.find((each) => each.id === id);
    const group = node && this.groupOf(node);
    return group !== undefined && !this.expanded.has(group) ? group : id;
  }

  /** Draws the groups of some nodes in full. @returns did that change anything? */
  expand(ids: readonly string[]): boolean {
    const before = this.expanded.size;
    for (const node of this.graph.nodes) {
      const group = ids.includes(node.id) ? this.groupOf(node) : undefined;
      if (group !== undefined) this.expanded.add(group);
    }
    return this.expanded.size > before;
  }
}
