import { shortened, visible } from '../../visible';
import { stateOf } from '../edge-state';
import type { GraphEdge, GraphNode, MeshGraph } from '../graph';
import { kindWords } from '../layout/box';
import { edgeLabel, signWords } from '../layout/edge-label';

const longest = 200;

const colours = { good: '#7b8794', part: '#8a5a00', bad: '#b3261e', unsure: '#6b3fa0' } as const;

/** The picture in the language of Graphviz. */
export function dotOf(graph: MeshGraph): string {
  const namespaces = [...new Set(graph.nodes.flatMap(({ namespace }) => namespace ?? []))].sort();
  return [
    'digraph mesh {',
    '  rankdir=LR;',
    '  node [shape=box, style="rounded,filled", fontname="Helvetica", fillcolor="#f7f9fb", color="#aab4be"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...graph.nodes.filter(({ namespace }) => namespace === undefined).map((node) => `  ${nodeLine(node)}`),
    ...namespaces.flatMap((namespace) => [
      `  subgraph ${quoted(`cluster ${namespace}`)} {`,
      `    label=${quoted(namespace)}; style=filled; fillcolor="#eef2f6"; color="#c9d2da"; fontname="Helvetica";`,
      ...graph.nodes.filter((node) => node.namespace === namespace).map((node) => `    ${nodeLine(node)}`),
      '  }',
    ]),
    ...graph.edges.map((edge) => `  ${edgeLine(edge)}`),
    '}',
    '',
  ].join('\n');
}

function nodeLine({ id, kind, name, details, marks, undecided, fromWorld }: GraphNode): string {
  const label = [kindWords[kind], name, ...details, ...marks, ...(undecided.length > 0 ? ['undecided'] : [])];
  const open = fromWorld ? ', fillcolor="#fff3e0", color="#c25700"' : '';
  return `${quoted(id)} [label=${quoted(label.join('\n'))}${open}];`;
}

function edgeLine(edge: GraphEdge): string {
  const label = edgeLabel(edge);
  const text = [label?.text ?? '', ...(label?.signs.map((sign) => signWords[sign]) ?? [])].filter(Boolean).join(', ');
  const style = edge.kind === 'mirror' || edge.kind === 'redirect' ? ', style=dashed' : stateOf(edge) === 'unsure' ? ', style=dotted' : '';
  return `${quoted(edge.from)} -> ${quoted(edge.to)} [label=${quoted(text)}, color="${colours[stateOf(edge)]}"${style}];`;
}

function quoted(text: string): string {
  const lines = text.split('\n').map((line) => shortened(visible(line), longest).replace(/["\\]/g, '\\$&'));
  return `"${lines.join('\\n')}"`;
}
