import type { GraphEdge, MeshGraph } from '../../graph';
import { layoutOf } from '../../layout/layout';
import { drawingSvg } from '../../svg/svg';
import { Frame } from './frame';
import { listenForGestures } from './gestures';

/** The drawing: its boxes and edges, what is marked of them, and the way through them by keys. */
export class Picture {
  readonly frame = new Frame();
  private graph: MeshGraph;
  private latest = 0;
  private isDown = false;

  /** @param graph what is drawn already */
  constructor(graph: MeshGraph, select: (id: string) => void) {
    this.graph = graph;
    listenForGestures(this.frame, { select, hover: (id) => this.showNeighbours(id), step: (id, key) => this.step(id, key) });
    this.prepare();
  }

  /** Edges that stand for several. */
  get edgesOfGroups(): readonly GraphEdge[] {
    return this.graph.edges.filter(({ kind }) => kind === 'many');
  }

  /** Draws another graph; of several that are asked for at once, the last. Down where the frame is narrow. */
  async draw(graph: MeshGraph): Promise<void> {
    this.latest += 1;
    const own = this.latest;
    const isDown = this.frame.isNarrow;
    const layout = await layoutOf(graph, { direction: isDown ? 'down' : 'right' });
    if (own !== this.latest) return;
    this.graph = graph;
    this.isDown = isDown;
    this.frame.world.innerHTML = drawingSvg(graph, layout);
    this.frame.size = { width: layout.width, height: layout.height };
    this.prepare();
  }

  /** Brings some boxes into sight. */
  fitTo(ids: readonly string[]): void {
    this.frame.fitTo(ids.flatMap((id) => this.find(id) ?? []));
  }

  /** Brings a box into the middle. */
  center(id: string): void {
    const box = this.find(id);
    if (box) this.frame.center(box);
  }

  /** Puts a class on some boxes and edges, and takes it from all others. */
  mark(name: string, ids: readonly string[]): void {
    for (const marked of this.frame.world.querySelectorAll(`.${name}`)) marked.classList.remove(name);
    for (const id of ids) this.find(id)?.classList.add(name);
  }

  /** Makes the rest pale while something is looked for or lit. */
  dim(isDim: boolean): void {
    this.frame.world.classList.toggle('dim', isDim);
  }

  focus(id: string): void {
    const node = this.find(id);
    if (!node) return;
    for (const other of this.frame.world.querySelectorAll('.node[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    node.setAttribute('tabindex', '0');
    (node as unknown as HTMLElement).focus({ preventScroll: true });
    const [box, own] = [node.getBoundingClientRect(), this.frame.svg.getBoundingClientRect()];
    if (box.left < own.left || box.right > own.right || box.top < own.top || box.bottom > own.bottom) this.center(id);
  }

  private find(id: string): Element | null {
    return this.frame.world.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** What leads to a box and away from it stands out in a picture of many edges. */
  private showNeighbours(id: string | undefined): void {
    const near = this.graph.edges.filter(({ id: edge, from, to }) => from === id || to === id || edge === id);
    this.frame.world.classList.toggle('looked-at', near.length > 0);
    this.mark('near', [...new Set(near.flatMap(({ id: edge, from, to }) => [edge, from, to]))]);
  }

  /** Boxes can be reached by keys: one by Tab, the others from there by arrows. */
  private prepare(): void {
    const { world } = this.frame;
    for (const [index, node] of [...world.querySelectorAll('.node')].entries()) {
      node.setAttribute('role', 'button');
      node.setAttribute('tabindex', index === 0 ? '0' : '-1');
    }
    this.frame.begin(world.querySelector('.node.world'));
  }

  /** Two of the arrows go along edges, two to the boxes beside. */
  private step(id: string, key: string): void {
    const [onward, back, further] = this.isDown ? ['ArrowDown', 'ArrowUp', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft', 'ArrowDown'];
    const edges = this.graph.edges.filter(({ kind }) => kind !== 'redirect');
    const next =
      key === onward
        ? edges.find(({ from }) => from === id)?.to
        : key === back
          ? edges.find(({ to }) => to === id)?.from
          : this.beside(id, key === further);
    if (next !== undefined) this.focus(next);
  }

  private beside(id: string, isFurther: boolean): string | undefined {
    const middle = (box: DOMRect) => [box.left + box.width / 2, box.top + box.height / 2] as const;
    const own = this.find(id)?.getBoundingClientRect();
    if (!own) return undefined;
    const ranked = this.graph.nodes.flatMap(({ id: other }) => {
      const box = other === id ? undefined : this.find(other)?.getBoundingClientRect();
      if (!box) return [];
      const [dx, dy] = [middle(box)[0] - middle(own)[0], middle(box)[1] - middle(own)[1]];
      const [across, along] = this.isDown ? [dx, dy] : [dy, dx];
      const far = isFurther ? across : -across;
      return far > 1 ? [{ other, far: far + 3 * Math.abs(along) }] : [];
    });
    return ranked.sort((one, other) => one.far - other.far)[0]?.other;
  }
}
