import type { MeshGraph } from '../graph';
import { type Box, boxOf } from './box';
import { type EdgeLabel, edgeLabel, isUsual } from './edge-label';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A box with its place: of its upper left corner. */
export interface PlacedBox extends Box, Point {}

/** A namespace, drawn around its nodes. */
export interface PlacedGroup extends Point {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface PlacedLine {
  /** Bézier: a start, then three points for each curve; the last is the tip of the arrow. */
  readonly points: readonly Point[];
  readonly label?: EdgeLabel & Point;
}

/** Where everything is, in pixels from the upper left corner. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By id of the node. */
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  readonly groups: readonly PlacedGroup[];
  /** By id of the edge. */
  readonly lines: ReadonlyMap<string, PlacedLine>;
}

/** The part of Graphviz' JSON that is read. */
interface Drawn {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string; readonly bb?: string; readonly _gvid: number }[];
  readonly edges?: readonly { readonly pos?: string; readonly lp?: string; readonly id: string }[];
}

/** How a picture is laid out. */
export interface LayoutOptions {
  /** The way of a request: to the right, or down where the frame is narrow. @default 'right' */
  readonly direction?: 'right' | 'down';
}

/** Where there are more edges than this, those between groups that are as usual have no label. */
const mostLabels = 120;

/** More edges than this are drawn straight: curves around boxes would take most of the time. */
const mostCurves = 2000;

/** Room for the name of a namespace above its nodes. */
const headline = 24;

/** Has a picture so many edges that they hide each other? */
export function isBusy({ edges }: MeshGraph): boolean {
  return edges.length > mostLabels;
}

/** Places a graph, the world first, namespaces as boxes. */
export async function layoutOf(graph: MeshGraph, { direction = 'right' }: LayoutOptions = {}): Promise<Layout> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz');
  const graphviz = await Graphviz.load();
  const boxes = new Map(graph.nodes.map((node) => [node.id, boxOf(node)]));
  const labels = new Map(
    graph.edges.flatMap((edge) => {
      const label = isBusy(graph) && isUsual(edge) ? undefined : edgeLabel(edge);
      return label ? [[edge.id, label] as const] : [];
    }),
  );
  const sized = { graph, boxes, labels };
  return placed(JSON.parse(graphviz.layout(dotInput(sized, direction), 'json', 'dot')), sized);
}

interface Sized {
  readonly graph: MeshGraph;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly labels: ReadonlyMap<string, EdgeLabel>;
}

/** What Graphviz lays out: sizes in place of texts. */
function dotInput({ graph: { nodes, edges }, boxes, labels }: Sized, direction: 'right' | 'down'): string {
  const number = new Map(nodes.map(({ id }, index) => [id, index]));
  const node = (id: string) => {
    const { width = 0, height = 0 } = boxes.get(id) ?? {};
    return `n${number.get(id)}[width=${inches(width)},height=${inches(height)}];`;
  };
  const namespaces = [...new Set(nodes.map(({ namespace }) => namespace))].filter((name) => name !== undefined).sort();
  const splines = edges.length > mostCurves ? 'splines=line;' : '';
  return [
    `digraph{rankdir=${direction === 'down' ? 'TB' : 'LR'};nodesep=0.2;ranksep=0.55;${splines}node[shape=box,fixedsize=true,label=""];edge[arrowsize=0.7];`,
    ...nodes.filter(({ namespace }) => namespace === undefined).map(({ id }) => node(id)),
    ...namespaces.map((name, index) => {
      const own = nodes.filter(({ namespace }) => namespace === name).map(({ id }) => node(id));
      return `subgraph cluster_${index}{margin=14;label=<${space(10, headline - 12)}>;labelloc=t;${own.join('')}}`;
    }),
    ...edges.map(({ id, from, to, kind }, index) => {
      const label = labels.get(id);
      const shown = label ? `,label=<${space(label.width, label.height)}>` : '';
      return `n${number.get(from)}->n${number.get(to)}[id="${index}"${shown}${kind === 'redirect' ? ',constraint=false' : ''}];`;
    }),
    '}',
  ].join('\n');
}

function space(width: number, height: number): string {
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" FIXEDSIZE="TRUE" WIDTH="${width}" HEIGHT="${height}"><TR><TD></TD></TR></TABLE>`;
}

/** Graphviz counts nodes in inches and everything else in points; a point is a pixel here. */
function inches(pixels: number): string {
  return (pixels / 72).toFixed(4);
}

function placed(drawn: Drawn, { graph, boxes, labels }: Sized): Layout {
  const [, , width = 0, height = 0] = numbers(drawn.bb);
  const at = (text: string): Point => {
    const [x = 0, y = 0] = numbers(text);
    return { x: round(x), y: round(height - y) };
  };
  const namespaces = [...new Set(graph.nodes.map(({ namespace }) => namespace))].filter((name) => name !== undefined).sort();
  const objects = drawn.objects ?? [];
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    boxes: new Map(
      objects.flatMap(({ name, pos }) => {
        const node = name.startsWith('n') ? graph.nodes[Number(name.slice(1))] : undefined;
        const box = node && boxes.get(node.id);
        if (!node || !box || pos === undefined) return [];
        const { x, y } = at(pos);
        return [[node.id, { ...box, x: round(x - box.width / 2), y: round(y - box.height / 2) }] as const];
      }),
    ),
    groups: objects.flatMap(({ name, bb }) => {
      if (!name.startsWith('cluster_') || bb === undefined) return [];
      const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb);
      const shown = namespaces[Number(name.slice('cluster_'.length))] ?? '';
      return [{ name: shown, x: round(left), y: round(height - top), width: round(right - left), height: round(top - bottom) }];
    }),
    lines: new Map(
      (drawn.edges ?? []).flatMap(({ id, pos = '', lp }) => {
        const edge = graph.edges[Number(id)];
        if (!edge) return [];
        const label = labels.get(edge.id);
        return [[edge.id, { points: pointsOf(pos).map(at), ...(label && lp ? { label: { ...label, ...at(lp) } } : {}) }] as const];
      }),
    ),
  };
}

/** The points of an edge in the order they are drawn: Graphviz writes the tip of the arrow first. */
function pointsOf(pos: string): string[] {
  const parts = pos.split(' ');
  const tip = parts.find((part) => part.startsWith('e,'))?.slice(2);
  const curve = parts.filter((part) => /^[-\d.]/.test(part));
  return tip === undefined ? curve : [...curve, tip];
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
