import type { GraphEdge, MeshGraph } from '../../graph';
import { type Layout, layoutOf } from '../../layout/layout';
import { drawingSvg } from '../../svg/svg';
import { byId } from './dom';

const smallest = 0.05;
const largest = 4;

/** The drawing: moved, zoomed and walked through. */
export class Picture {
  private readonly svg = byId<HTMLElement>('svg') as unknown as SVGSVGElement;
  private readonly world = byId<HTMLElement>('world') as unknown as SVGGElement;
  private place = { x: 0, y: 0, scale: 1 };
  private size = { width: Number(this.svg.dataset.width), height: Number(this.svg.dataset.height) };
  private graph: MeshGraph;
  private latest = 0;
  private frame = 0;

  /** @param graph what is drawn already */
  constructor(
    graph: MeshGraph,
    private readonly select: (id: string) => void,
  ) {
    this.graph = graph;
    this.listen();
    this.prepare();
    this.fit();
  }

  /** Edges that stand for several. */
  get edgesOfGroups(): readonly GraphEdge[] {
    return this.graph.edges.filter(({ kind }) => kind === 'many');
  }

  /** Draws another graph; of several that are asked for at once, the last. */
  async draw(graph: MeshGraph): Promise<void> {
    this.latest += 1;
    const own = this.latest;
    const layout: Layout = await layoutOf(graph);
    if (own !== this.latest) return;
    this.graph = graph;
    this.world.innerHTML = drawingSvg(graph, layout);
    this.size = { width: layout.width, height: layout.height };
    this.prepare();
    this.fit();
  }

  /** Brings some boxes into the frame, where the whole picture is too small to be read. */
  fitTo(ids: readonly string[]): void {
    if (this.place.scale > 0.55 || this.svg.clientWidth > 700) return;
    const boxes = ids.flatMap((id) => this.find(id)?.getBoundingClientRect() ?? []);
    if (boxes.length === 0) return;
    const frame = this.svg.getBoundingClientRect();
    const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
    const [top, bottom] = [Math.min(...boxes.map((box) => box.top)), Math.max(...boxes.map((box) => box.bottom))];
    this.pan(frame.x + frame.width / 2 - (left + right) / 2, frame.y + frame.height / 2 - (top + bottom) / 2);
    this.zoom(Math.min((frame.width - 16) / (right - left), (frame.height - 16) / (bottom - top)));
  }

  /** Shows everything. */
  fit(): void {
    const { width, height } = this.svg.getBoundingClientRect();
    const scale = Math.min(1.5, Math.max(smallest, Math.min((width - 24) / this.size.width, (height - 24) / this.size.height)));
    this.place = { scale, x: (width - this.size.width * scale) / 2, y: (height - this.size.height * scale) / 2 };
    this.move();
  }

  /** @param factor above 1: closer. @param at a point of the picture that stays where it is. @default - its middle */
  zoom(factor: number, at?: { readonly x: number; readonly y: number }): void {
    const { width, height } = this.svg.getBoundingClientRect();
    const { x, y } = at ?? { x: width / 2, y: height / 2 };
    const scale = Math.min(largest, Math.max(smallest, this.place.scale * factor));
    const ratio = scale / this.place.scale;
    this.place = { scale, x: x - (x - this.place.x) * ratio, y: y - (y - this.place.y) * ratio };
    this.move();
  }

  pan(dx: number, dy: number): void {
    this.place = { ...this.place, x: this.place.x + dx, y: this.place.y + dy };
    this.move();
  }

  /** Brings a box into the middle, near enough to be read. */
  center(id: string): void {
    const box = this.find(id)?.getBoundingClientRect();
    if (!box) return;
    const frame = this.svg.getBoundingClientRect();
    this.pan(frame.x + frame.width / 2 - box.x - box.width / 2, frame.y + frame.height / 2 - box.y - box.height / 2);
    if (this.place.scale < 0.7) this.zoom(0.9 / this.place.scale);
  }

  /** Puts a class on some boxes and edges, and takes it from all others. */
  mark(name: string, ids: readonly string[]): void {
    for (const marked of this.world.querySelectorAll(`.${name}`)) marked.classList.remove(name);
    for (const id of ids) this.find(id)?.classList.add(name);
  }

  /** Makes the rest pale while something is looked for or lit. */
  dim(isDim: boolean): void {
    this.world.classList.toggle('dim', isDim);
  }

  focus(id: string): void {
    const node = this.find(id);
    if (!node) return;
    for (const other of this.world.querySelectorAll('.node[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    node.setAttribute('tabindex', '0');
    (node as unknown as HTMLElement).focus({ preventScroll: true });
    const [box, frame] = [node.getBoundingClientRect(), this.svg.getBoundingClientRect()];
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) this.center(id);
  }

  private find(id: string): Element | null {
    return this.world.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  /** At most once for each frame, however often the mouse reports. */
  private move(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const { x, y, scale } = this.place;
      this.world.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    });
  }

  /** Boxes can be reached by keys: one by Tab, the others from there by arrows. */
  private prepare(): void {
    for (const [index, node] of [...this.world.querySelectorAll('.node')].entries()) {
      node.setAttribute('role', 'button');
      node.setAttribute('tabindex', index === 0 ? '0' : '-1');
    }
  }

  private listen(): void {
    const { svg } = this;
    const idAt = (target: EventTarget | null) => (target as Element | null)?.closest?.('[data-id]')?.getAttribute('data-id') ?? undefined;
    const pointers = new Map<number, PointerEvent>();
    let moved = 0;
    svg.addEventListener('pointerdown', (event) => {
      pointers.set(event.pointerId, event);
      moved = 0;
    });
    svg.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const others = [...pointers.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved > 4 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
      const [other] = others;
      if (other) this.pinch(before, event, other);
      else this.pan(dx, dy);
      pointers.set(event.pointerId, event);
    });
    const end = (event: PointerEvent) => pointers.delete(event.pointerId);
    svg.addEventListener('pointerup', end);
    svg.addEventListener('pointercancel', end);
    svg.addEventListener('click', (event) => {
      const id = idAt(event.target);
      if (id !== undefined && moved <= 4) this.select(id);
    });
    svg.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const frame = svg.getBoundingClientRect();
        this.zoom(Math.exp(-event.deltaY / (event.deltaMode === 1 ? 15 : 400)), { x: event.clientX - frame.x, y: event.clientY - frame.y });
      },
      { passive: false },
    );
    svg.addEventListener('keydown', (event) => this.key(event, idAt(event.target)));
  }

  private pinch(before: PointerEvent, event: PointerEvent, other: PointerEvent): void {
    const distance = ({ clientX, clientY }: PointerEvent) => Math.hypot(clientX - other.clientX, clientY - other.clientY) || 1;
    const frame = this.svg.getBoundingClientRect();
    const middle = { x: (event.clientX + other.clientX) / 2 - frame.x, y: (event.clientY + other.clientY) / 2 - frame.y };
    this.zoom(distance(event) / distance(before), middle);
  }

  private key(event: KeyboardEvent, id: string | undefined): void {
    const step = event.shiftKey
      ? { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key]
      : undefined;
    if (step) this.pan(step[0] ?? 0, step[1] ?? 0);
    else if (event.key === '+' || event.key === '=') this.zoom(1.25);
    else if (event.key === '-') this.zoom(0.8);
    else if (event.key === '0') this.fit();
    else if (id !== undefined && (event.key === 'Enter' || event.key === ' ')) this.select(id);
    else if (id !== undefined && event.key.startsWith('Arrow')) this.step(id, event.key);
    else return;
    event.preventDefault();
  }

  /** Left and right go along edges, up and down to the box above and below. */
  private step(id: string, key: string): void {
    const { edges, nodes } = this.graph;
    const next =
      key === 'ArrowRight'
        ? edges.find(({ from, kind }) => from === id && kind !== 'redirect')?.to
        : key === 'ArrowLeft'
          ? edges.find(({ to, kind }) => to === id && kind !== 'redirect')?.from
          : this.beside(id, key === 'ArrowDown', nodes);
    if (next !== undefined) this.focus(next);
  }

  private beside(id: string, isBelow: boolean, nodes: MeshGraph['nodes']): string | undefined {
    const own = this.find(id)?.getBoundingClientRect();
    if (!own) return undefined;
    const ranked = nodes.flatMap(({ id: other }) => {
      const box = other === id ? undefined : this.find(other)?.getBoundingClientRect();
      const down = box && (isBelow ? box.top - own.top : own.top - box.top);
      return box && down !== undefined && down > 1
        ? [{ other, far: down + 3 * Math.abs(box.left + box.width / 2 - own.left - own.width / 2) }]
        : [];
    });
    return ranked.sort((one, other) => one.far - other.far)[0]?.other;
  }
}
