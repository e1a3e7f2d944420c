import { byId } from './dom';

const smallest = 0.05;
const largest = 4;
/** Below this the texts of the picture cannot be read. */
const readable = 0.6;

/** Room around what is shown. */
const margin = 12;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Place extends Point {
  readonly scale: number;
}

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** The part of the picture that is in sight. */
export class Frame {
  readonly svg = byId<HTMLElement>('svg') as unknown as SVGSVGElement;
  readonly world = byId<HTMLElement>('world') as unknown as SVGGElement;
  size = { width: Number(this.svg.dataset.width), height: Number(this.svg.dataset.height) };
  private place: Place = { x: 0, y: 0, scale: 1 };
  /** The place that the picture has until the next frame. */
  private drawn: Place = this.place;
  private frame = 0;
  /** Does it still show what was chosen for it, so that a frame of another size shows the same? */
  private again: (() => void) | undefined;

  constructor() {
    new ResizeObserver(() => this.again?.()).observe(this.svg);
  }

  get isNarrow(): boolean {
    return this.svg.clientWidth < 640 && this.svg.clientWidth < 1.4 * this.svg.clientHeight;
  }

  /** Shows everything. */
  fit(): void {
    this.show({ x: 0, y: 0, ...this.size }, 1.5);
    this.again = () => this.fit();
  }

  /** Shows everything, or where that is too small to be read, the surroundings of a box. */
  begin(first: Element | null): void {
    this.fit();
    if (this.isNarrow && this.place.scale < readable && first) {
      const box = this.boxAround([first]);
      this.put({ scale: 0.9, x: this.svg.clientWidth / 2 - 0.9 * (box.x + box.width / 2), y: margin - 0.9 * box.y });
    }
    this.again = () => this.begin(first);
  }

  /** Brings some boxes into sight, near enough to be read where they have room; nothing moves where that is so already. */
  fitTo(boxes: readonly Element[]): void {
    if (boxes.length === 0) return;
    const { x, y, width, height } = this.boxAround(boxes);
    const [left, top] = [this.place.x + x * this.place.scale, this.place.y + y * this.place.scale];
    const [right, bottom] = [left + width * this.place.scale, top + height * this.place.scale];
    const isInSight = left >= 0 && top >= 0 && right <= this.svg.clientWidth && bottom <= this.svg.clientHeight;
    if (isInSight && this.place.scale >= readable) return;
    this.show({ x, y, width, height }, 1);
    this.again = () => this.fitTo(boxes);
  }

  /** Brings a box into the middle, near enough to be read. */
  center(box: Element): void {
    this.show(this.boxAround([box]), Math.max(this.place.scale, 0.9));
  }

  /** @param factor above 1: closer. @param at a point of the frame that stays where it is. @default - its middle */
  zoom(factor: number, at?: Point): void {
    const { x, y } = at ?? { x: this.svg.clientWidth / 2, y: this.svg.clientHeight / 2 };
    const scale = clamped(this.place.scale * factor);
    const ratio = scale / this.place.scale;
    this.put({ scale, x: x - (x - this.place.x) * ratio, y: y - (y - this.place.y) * ratio });
  }

  pan(dx: number, dy: number): void {
    this.put({ ...this.place, x: this.place.x + dx, y: this.place.y + dy });
  }

  private show({ x, y, width, height }: Box, most: number): void {
    const { clientWidth, clientHeight } = this.svg;
    const scale = clamped(Math.min((clientWidth - 2 * margin) / width, (clientHeight - 2 * margin) / height, most));
    this.put({ scale, x: clientWidth / 2 - scale * (x + width / 2), y: clientHeight / 2 - scale * (y + height / 2) });
  }

  /** Around some elements, in pixels of the picture itself. */
  private boxAround(elements: readonly Element[]): Box {
    const own = this.svg.getBoundingClientRect();
    const { x, y, scale } = this.drawn;
    const all = elements.map((element) => element.getBoundingClientRect());
    const [left, top] = [Math.min(...all.map((box) => box.left)), Math.min(...all.map((box) => box.top))];
    const [right, bottom] = [Math.max(...all.map((box) => box.right)), Math.max(...all.map((box) => box.bottom))];
    return { x: (left - own.x - x) / scale, y: (top - own.y - y) / scale, width: (right - left) / scale, height: (bottom - top) / scale };
  }

  private put(place: Place): void {
    this.place = place;
    this.again = undefined;
    this.move();
  }

  /** At most once for each frame, however often the mouse reports. */
  private move(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const { x, y, scale } = this.place;
      this.drawn = this.place;
      this.world.setAttribute('transform', `translate(${x} ${y}) scale(${scale})`);
    });
  }
}

function clamped(scale: number): number {
  return Math.min(largest, Math.max(smallest, scale));
}
