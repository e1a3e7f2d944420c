import { shortened, visible } from '../../visible';
import { stateOf } from '../edge-state';
import type { GraphEdge, GraphNode, MeshGraph, NodeKind } from '../graph';
import { edgeLabel, signWords } from '../layout/edge-label';

/** What GitHub still draws. Source: Mermaid's `maxEdges` and `maxTextSize`. */
export const mermaidLimits = { edges: 500, characters: 50_000 } as const;

/** Mermaid's shapes, by what opens and closes them. */
const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  world: ['((', '))'],
  callers: ['((', '))'],
  gateway: ['[[', ']]'],
  host: ['([', '])'],
  route: ['{{', '}}'],
  service: ['[', ']'],
  serviceEntry: ['[/', '/]'],
  version: ['[', ']'],
  workload: ['[[', ']]'],
  namespace: ['[', ']'],
  app: ['[', ']'],
};

const longest = 120;

/** The picture as a Mermaid flowchart, which GitHub draws in a README or a pull request. */
export function mermaidOf(graph: MeshGraph): string {
  const number = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string) => number.get(id) ?? '';
  const findings = new Map<string, number>();
  for (const { object } of graph.findings) if (object) findings.set(object, (findings.get(object) ?? 0) + 1);
  const node = (one: GraphNode) =>
    nodeLine(
      one,
      name(one.id),
      one.objects.reduce((sum, object) => sum + (findings.get(object) ?? 0), 0),
    );
  const namespaces = [...new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? []))].sort();
  const open = graph.nodes.filter(({ fromWorld }) => fromWorld).map(({ id }) => name(id));
  const bad = graph.edges.flatMap((edge, index) => (stateOf(edge) === 'bad' ? [index] : []));
  return [
    'flowchart LR',
    ...graph.nodes.filter(({ namespace }) => namespace === undefined).map((one) => `  ${node(one)}`),
    ...namespaces.flatMap((namespace, index) => [
      `  subgraph g${index}["${quoted(namespace)}"]`,
      ...graph.nodes.filter((one) => one.namespace === namespace).map((one) => `    ${node(one)}`),
      '  end',
    ]),
    ...graph.edges.map((edge) => `  ${edgeLine(edge, name)}`),
    '  classDef open fill:#fff3e0,stroke:#c25700,color:#1b2733',
    ...(open.length > 0 ? [`  class ${open.join(',')} open`] : []),
    ...(bad.length > 0 ? [`  linkStyle ${bad.join(',')} stroke:#b3261e`] : []),
    '',
  ].join('\n');
}

function nodeLine({ kind, name, details, marks, undecided }: GraphNode, id: string, findings: number): string {
  const [opening, closing] = shapes[kind];
  const lines = [
    name,
    ...details,
    ...marks,
    ...(undecided.length > 0 ? ['undecided'] : []),
    ...(findings > 0 ? [`${findings} ${findings === 1 ? 'finding' : 'findings'}`] : []),
  ];
  return `${id}${opening}"${lines.map(quoted).join('<br/>')}"${closing}`;
}

function edgeLine(edge: GraphEdge, name: (id: string) => string): string {
  const label = edgeLabel(edge);
  const text = [label?.text ?? '', ...(label?.signs.map((sign) => signWords[sign]) ?? [])].filter(Boolean).join(', ');
  const arrow = edge.kind === 'mirror' || edge.kind === 'redirect' || stateOf(edge) !== 'good' ? '-.->' : '-->';
  return `${name(edge.from)} ${arrow}${text ? `|"${quoted(text)}"|` : ''} ${name(edge.to)}`;
}

/** Mermaid writes characters that it would read as its own as entities. */
function quoted(text: string): string {
  return shortened(visible(text), longest).replace(/[#"<>&`|[\]{}()\\]/g, (character) => `#${character.codePointAt(0)};`);
}
