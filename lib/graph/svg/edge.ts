import { stateOf } from '../edge-state';
import type { GraphEdge } from '../graph';
import { signSize } from '../layout/edge-label';
import type { PlacedLine, Point } from '../layout/layout';
import { escaped, num } from './markup';
import { signAt } from './signs';

/** One edge: a curve with a tip, and what stands on it. @param isOpen may clients outside the mesh take it? */
export function edgeSvg(edge: GraphEdge, { points, label }: PlacedLine, isOpen: boolean): string {
  const state = stateOf(edge);
  const classes = ['edge', edge.kind, state, ...(isOpen && state === 'good' ? ['world'] : [])].join(' ');
  return [
    `<g class="${classes}" data-id="${escaped(edge.id)}">`,
    `<title>${escaped(titleOf(edge))}</title>`,
    `<path class="way" d="${curve(points)}"/>`,
    `<path class="tip" d="${tip(points)}"/>`,
    label ? labelSvg(label) : '',
    '</g>',
  ].join('');
}

function titleOf({ kind, from, to, count, status, reason, transport, access, policies, undecided }: GraphEdge): string {
  return [
    `${kind}: ${from} to ${to}`,
    ...(count === undefined ? [] : [`${count} edges`]),
    `${status}${reason ? `, ${reason}` : ''}`,
    ...(transport ? [transport === 'mutual' ? 'mutual TLS' : transport] : []),
    ...(access ? [`${access.permission}: ${access.reason}`] : []),
    ...policies,
    ...undecided.map((what) => `undecided: ${what}`),
  ].join('\n');
}

function curve(points: readonly Point[]): string {
  const [start, ...rest] = points;
  const end = rest.at(-1);
  if (!start || !end) return '';
  const curves = rest.slice(0, -1);
  const pairs = curves.map(({ x, y }) => `${num(x)} ${num(y)}`);
  return `M${num(start.x)} ${num(start.y)}${pairs.length > 0 ? `C${pairs.join(' ')}` : ''}L${num(end.x)} ${num(end.y)}`;
}

/** A triangle from where the curve ends to the tip. */
function tip(points: readonly Point[]): string {
  const end = points.at(-1);
  const before = points.at(-2);
  if (!end || !before) return '';
  const [dx, dy] = [end.x - before.x, end.y - before.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [bx, by] = [end.x - ux * 8, end.y - uy * 8];
  return `M${num(end.x)} ${num(end.y)}L${num(bx - uy * 3.6)} ${num(by + ux * 3.6)}L${num(bx + uy * 3.6)} ${num(by - ux * 3.6)}Z`;
}

function labelSvg({ x, y, width, height, text, signs }: NonNullable<PlacedLine['label']>): string {
  const left = x - width / 2;
  const top = y - height / 2;
  const after = left + width - signs.length * (signSize + 2) - 2;
  return [
    `<rect class="plate" x="${num(left)}" y="${num(top)}" width="${num(width)}" height="${num(height)}" rx="4"/>`,
    text ? `<text x="${num(left + 3)}" y="${num(y + 4)}">${escaped(text)}</text>` : '',
    ...signs.map((sign, index) => signAt(sign, after + index * (signSize + 2), y - signSize / 2)),
  ].join('');
}
