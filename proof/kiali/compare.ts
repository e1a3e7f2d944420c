import type { GraphNode, MeshGraph } from '../../lib/graph/graph';
import type { KialiGraph, KialiNode } from './kiali';

/** Nodes and edges of Kiali's graph that are not in ours, in words; but for what is of the cluster itself. */
export function notDrawn(graph: MeshGraph, kiali: KialiGraph): readonly string[] {
  const nodes = new Map(kiali.nodes.filter(isOfMesh).map((node) => [node.id, node]));
  const own = new Map([...nodes].map(([id, node]) => [id, drawnAs(graph, node)]));
  const missing = [...nodes].filter(([id]) => own.get(id)?.length === 0).map(([, node]) => wordsOf(node));
  const edges = kiali.edges.flatMap(({ source, target }) => {
    const [from, to] = [own.get(source) ?? [], own.get(target) ?? []];
    const reached = reachable(graph, from);
    if (to.some((id) => reached.has(id))) return [];
    return [`${wordsOf(nodes.get(source))} > ${wordsOf(nodes.get(target))}`];
  });
  return [...missing, ...edges];
}

/** Not a box around others, and not the Service of the API server, which every cluster has and no manifest declares. */
export function isOfMesh({ isBox, namespace, service }: KialiNode): boolean {
  return isBox === undefined && `${namespace}/${service}` !== 'default/kubernetes';
}

/** Our boxes of a node of Kiali's: a service may have one for each of its versions. */
function drawnAs({ nodes }: MeshGraph, node: KialiNode): readonly string[] {
  return nodes.filter((own) => (node.nodeType === 'service' ? isService(own, node) : isPods(own, node))).map(({ id }) => id);
}

function isService({ id, kind }: GraphNode, { namespace, service }: KialiNode): boolean {
  const name = `${namespace}/${service}`;
  return (kind === 'service' && id === `service ${name}`) || (kind === 'version' && id.startsWith(`version ${name} `));
}

/** Kiali calls a version `latest` where pods have no label for it. A gateway that the manifests lack has no labels here. */
function isPods({ kind, name, namespace, app, version, marks }: GraphNode, node: KialiNode): boolean {
  if ((kind !== 'workload' && kind !== 'gateway') || name !== node.workload || namespace !== node.namespace) return false;
  return marks.includes('assumed') || (app === node.app && (version ?? 'latest') === node.version);
}

/** What requests come to next: hosts and rules of a gateway are on the way, as Kiali does not draw them. */
function reachable({ nodes, edges }: MeshGraph, from: readonly string[]): ReadonlySet<string> {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const found = new Set<string>();
  const left = [...from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    for (const { to } of edges.filter((edge) => edge.from === id)) {
      if (found.has(to)) continue;
      found.add(to);
      const kind = kinds.get(to);
      if (kind === 'host' || kind === 'route') left.push(to);
    }
  }
  return found;
}

function wordsOf(node: KialiNode | undefined): string {
  if (!node) return 'a node that Kiali does not list';
  const { nodeType, namespace, service, app, version, workload } = node;
  return nodeType === 'service' ? `service ${namespace}/${service}` : `${nodeType} ${namespace}/${app ?? workload} ${version ?? ''}`.trim();
}
