import type { GraphFinding, GraphNode, MeshGraph } from '../graph';
import { isBusy, type Layout } from '../layout/layout';
import { textWidth } from '../layout/measure';
import { edgeSvg } from './edge';
import { legendSvg } from './legend';
import { escaped, num } from './markup';
import { nodeSvg } from './node';
import { pictureStyle } from './style';

const margin = 16;

/** The picture without its frame: namespaces, edges, boxes. */
export function drawingSvg(graph: MeshGraph, layout: Layout): string {
  const findings = findingsByObject(graph.findings);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const of = ({ objects }: GraphNode) => objects.flatMap((object) => findings.get(object) ?? []);
  return [
    ...(isBusy(graph) ? ['<g class="busy">'] : []),
    ...layout.groups.map(
      ({ name, x, y, width, height }) =>
        `<g class="group" transform="translate(${num(x)} ${num(y)})"><rect width="${num(width)}" height="${num(height)}" rx="10"/><text x="12" y="18">${escaped(name)}</text></g>`,
    ),
    ...graph.edges.flatMap((edge) => {
      const line = layout.lines.get(edge.id);
      const isOpen = edge.fromWorld ?? (nodes.get(edge.from)?.fromWorld === true && edge.kind !== 'call' && edge.kind !== 'many');
      return line ? [edgeSvg(edge, line, isOpen)] : [];
    }),
    ...graph.nodes.flatMap((node) => {
      const box = layout.boxes.get(node.id);
      return box ? [nodeSvg(node, box, of(node))] : [];
    }),
    ...(isBusy(graph) ? ['</g>'] : []),
  ].join('\n');
}

/** A file of its own, with a legend. @param title what the picture shows */
export function svgOf(graph: MeshGraph, layout: Layout, title: string): string {
  const width = Math.max(layout.width, 640, textWidth(title, 12));
  const legend = legendSvg(width);
  const [outerWidth, outerHeight] = [width + 2 * margin, layout.height + legend.height + 3 * margin];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="mesh" width="${num(outerWidth)}" height="${num(outerHeight)}" viewBox="0 0 ${num(outerWidth)} ${num(outerHeight)}" role="img" aria-label="${escaped(title)}">
<style>${pictureStyle('svg')}</style>
<rect class="ground" width="100%" height="100%"/>
<g transform="translate(${num(margin + (width - layout.width) / 2)} ${margin})">
${drawingSvg(graph, layout)}
</g>
<g transform="translate(${margin} ${num(layout.height + 2 * margin)})">${legend.svg}</g>
</svg>
`;
}

function findingsByObject(findings: readonly GraphFinding[]): ReadonlyMap<string, readonly GraphFinding[]> {
  const found = new Map<string, GraphFinding[]>();
  for (const finding of findings) {
    if (finding.object === undefined) continue;
    const bucket = found.get(finding.object);
    if (bucket) bucket.push(finding);
    else found.set(finding.object, [finding]);
  }
  return found;
}
