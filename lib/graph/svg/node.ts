import type { GraphFinding, GraphNode } from '../graph';
import { type BoxLine, padding, sizes } from '../layout/box';
import type { PlacedBox } from '../layout/layout';
import { textWidth } from '../layout/measure';
import { levelOf } from '../level-of';
import { escaped, num } from './markup';
import { globeAt } from './signs';

/** One box with its lines, and badges in its corner. */
export function nodeSvg(node: GraphNode, box: PlacedBox, findings: readonly GraphFinding[]): string {
  const classes = ['node', node.kind, ...(node.fromWorld ? ['open'] : [])].join(' ');
  const round = node.kind === 'workload' || node.kind === 'gateway' ? 4 : node.kind === 'route' ? 14 : 9;
  const right = box.width - padding.x;
  const badge = findings.length > 0 ? findingSvg(findings, box.width - 2) : '';
  return [
    `<g class="${classes}" data-id="${escaped(node.id)}" transform="translate(${num(box.x)} ${num(box.y)})">`,
    `<title>${escaped(titleOf(node, findings))}</title>`,
    `<rect class="box" width="${num(box.width)}" height="${num(box.height)}" rx="${round}"/>`,
    ...linesSvg(box.lines),
    node.fromWorld ? globeAt(right - 14, padding.y - 1) : '',
    badge,
    '</g>',
  ].join('');
}

function titleOf({ kind, name, namespace, objects }: GraphNode, findings: readonly GraphFinding[]): string {
  const where = namespace === undefined ? '' : `, namespace ${namespace}`;
  return [`${kind} ${name}${where}`, ...objects, ...findings.map(({ code, level, message }) => `${level} ${code}: ${message}`)].join('\n');
}

function linesSvg(lines: readonly BoxLine[]): string[] {
  let y = padding.y;
  return lines.map(({ text, style }) => {
    const { font, line } = sizes[style];
    const top = y;
    y += line;
    const base = num(top + (line + font) / 2 - 2);
    if (style !== 'mark' && style !== 'undecided') return `<text class="${style}" x="${padding.x}" y="${base}">${escaped(text)}</text>`;
    const width = textWidth(text, font) + 10;
    return `<g class="${style}"><rect x="${padding.x - 2}" y="${num(top + 2)}" width="${width}" height="${line - 3}" rx="6"/><text x="${padding.x + 3}" y="${base}">${escaped(text)}</text></g>`;
  });
}

function findingSvg(findings: readonly GraphFinding[], x: number): string {
  return `<g class="finding ${levelOf(findings)}" transform="translate(${num(x)} 2)"><circle r="9"/><text y="3.5">${findings.length}</text></g>`;
}
