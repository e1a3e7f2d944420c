import { shortened, visible } from '../../visible';
import type { GraphNode, NodeKind } from '../graph';
import { textWidth, wrapped } from './measure';

/** One line of a box. */
export interface BoxLine {
  readonly text: string;
  readonly style: 'kind' | 'name' | 'group-name' | 'detail' | 'mark' | 'undecided';
}

/** What a node looks like before it has a place. */
export interface Box {
  readonly lines: readonly BoxLine[];
  readonly width: number;
  readonly height: number;
}

/** Kinds in words. */
export const kindWords: Readonly<Record<NodeKind, string>> = {
  world: 'world',
  gateway: 'gateway',
  callers: 'callers',
  host: 'host',
  route: 'route',
  service: 'service',
  serviceEntry: 'service entry',
  version: 'version',
  workload: 'workload',
  namespace: 'namespace',
  app: 'app',
};

/** Sizes of the styles in pixels: of the font, and of the line. */
export const sizes: Readonly<Record<BoxLine['style'], { readonly font: number; readonly line: number }>> = {
  kind: { font: 10, line: 13 },
  name: { font: 13, line: 17 },
  'group-name': { font: 20, line: 25 },
  detail: { font: 11, line: 14 },
  mark: { font: 10, line: 16 },
  undecided: { font: 10, line: 16 },
};

export const padding = { x: 12, y: 8 } as const;

/** Room for the badge of findings and the globe beside the first line. */
const beside = 44;

const longest = 200;

/** The lines of a node and the room they need. */
export function boxOf(node: GraphNode): Box {
  const { kind, name, details, marks, undecided, unreached } = node;
  const shown = (text: string) => shortened(visible(text), longest);
  // groups are drawn where there are many, and then from afar
  const nameStyle: BoxLine['style'] = kind === 'namespace' || kind === 'app' ? 'group-name' : 'name';
  const lines: BoxLine[] = [
    { text: kindWords[kind], style: 'kind' },
    ...wrapped(shown(name), 34).map((text) => ({ text, style: nameStyle })),
    ...details.flatMap((detail) => wrapped(shown(detail), 42)).map((text) => ({ text, style: 'detail' as const })),
    ...marks.flatMap((mark) => wrapped(shown(mark), 42)).map((text) => ({ text, style: 'mark' as const })),
    ...(unreached.length > 0
      ? [{ text: `${unreached.length} ${unreached.length === 1 ? 'rule' : 'rules'} never reached`, style: 'mark' as const }]
      : []),
    ...(undecided.length > 0 ? [{ text: 'undecided', style: 'undecided' as const }] : []),
  ];
  const width = Math.max(
    ...lines.map(
      ({ text, style }) =>
        textWidth(text, sizes[style].font, style === nameStyle) + (style === 'kind' ? beside : style === 'mark' ? 12 : 0),
    ),
  );
  const height = lines.reduce((sum, { style }) => sum + sizes[style].line, 0);
  return { lines, width: Math.max(90, width + 2 * padding.x), height: height + 2 * padding.y };
}
