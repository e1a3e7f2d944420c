import { stateOf } from './edge-state';
import type { GraphEdge, GraphNode, MeshGraph } from './graph';

/** Nodes that are drawn as one. */
export type Grouping = 'namespace' | 'app';

/** The group of a node: `namespace shop`, or `app shop/cart`. Hosts and rules are of no app: they stay. */
export function groupId({ namespace, app }: GraphNode, grouping: Grouping): string | undefined {
  if (namespace === undefined) return undefined;
  if (grouping === 'namespace') return `namespace ${namespace}`;
  return app === undefined ? undefined : `app ${namespace}/${app}`;
}

/** The graph with the nodes of some groups drawn as one each, and edges between them as one each. @param isCollapsed is a group drawn as one? */
export function collapse(graph: MeshGraph, grouping: Grouping, isCollapsed: (group: string) => boolean = () => true): MeshGraph {
  const place = new Map<string, string>();
  const members = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    const group = groupId(node, grouping);
    const isOne = group !== undefined && isCollapsed(group);
    place.set(node.id, isOne ? group : node.id);
    if (isOne) members.set(group, [...(members.get(group) ?? []), node]);
  }
  const kept = graph.nodes.filter(({ id }) => place.get(id) === id);
  const groups = [...members].map(([id, nodes]) => groupNode(id, grouping, nodes));
  return { ...graph, nodes: [...kept, ...groups].sort(byId), edges: mergedEdges(graph, place) };
}

function groupNode(id: string, kind: Grouping, nodes: readonly GraphNode[]): GraphNode {
  const [first] = nodes;
  const of = (field: 'objects' | 'marks' | 'undecided' | 'unreached') => [...new Set(nodes.flatMap((node) => node[field]))];
  return {
    id,
    kind,
    name: (kind === 'app' ? first?.app : first?.namespace) ?? '',
    ...(kind === 'app' ? { namespace: first?.namespace, app: first?.app } : {}),
    details: [countText(nodes)],
    objects: of('objects'),
    fromWorld: nodes.some(({ fromWorld }) => fromWorld),
    marks: of('marks').filter((mark) => mark !== 'accepts plain text'),
    undecided: of('undecided'),
    unreached: of('unreached'),
  };
}

const counted = [
  ['gateway', 'gateways'],
  ['host', 'hosts'],
  ['service', 'services'],
  ['serviceEntry', 'service entries'],
  ['workload', 'workloads'],
] as const;

function countText(nodes: readonly GraphNode[]): string {
  const names = new Set(nodes.filter(({ kind }) => kind === 'service' || kind === 'version').map(({ id }) => id.split(' ')[1]));
  return counted
    .flatMap(([kind, plural]) => {
      const count = kind === 'service' ? names.size : nodes.filter((node) => node.kind === kind).length;
      return count === 0 ? [] : [`${count} ${count === 1 ? plural.replace(/ies$/, 'y').replace(/s$/, '') : plural}`];
    })
    .join(', ');
}

function mergedEdges({ nodes, edges }: MeshGraph, place: ReadonlyMap<string, string>): GraphEdge[] {
  const open = new Set(nodes.filter(({ fromWorld }) => fromWorld).map(({ id }) => id));
  const kept: GraphEdge[] = [];
  const many = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const from = place.get(edge.from) ?? edge.from;
    const to = place.get(edge.to) ?? edge.to;
    if (from === edge.from && to === edge.to) kept.push(edge);
    else if (from !== to)
      many.set(`many ${from} > ${to}`, [
        ...(many.get(`many ${from} > ${to}`) ?? []),
        { ...edge, from, to, fromWorld: open.has(edge.from) && edge.kind !== 'call' },
      ]);
  }
  return [...kept, ...[...many].map(([id, all]) => manyEdge(id, all))].sort(byId);
}

/** Several edges as one: answered if one is, with how many are not. */
function manyEdge(id: string, edges: readonly GraphEdge[]): GraphEdge {
  const bad = edges.filter((edge) => stateOf(edge) === 'bad').length;
  const shown = edges.find((edge) => stateOf(edge) !== 'bad') ?? edges[0];
  const transports = [...new Set(edges.flatMap(({ transport }) => transport ?? []))];
  const [only, ...others] = transports;
  const { from = '', to = '', status = 200, request, access } = shown ?? {};
  return {
    id,
    kind: 'many',
    from,
    to,
    count: edges.length,
    fromWorld: edges.some(({ fromWorld }) => fromWorld),
    status,
    ...(bad > 0 ? { reason: `${bad} of ${edges.length} are rejected or fail` } : {}),
    ...(only ? { transport: others.length > 0 ? ('mixed' as const) : only } : {}),
    ...(access ? { access } : {}),
    policies: [...new Set(edges.flatMap(({ policies }) => policies))].sort(),
    undecided: [...new Set(edges.flatMap(({ undecided }) => undecided))],
    ...(request ? { request } : {}),
  };
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}
