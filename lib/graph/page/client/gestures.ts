import type { Frame } from './frame';

/** What a mouse, a finger and keys do to the picture. */
export interface Gestures {
  /** A box or an edge is chosen. */
  select(id: string): void;
  /** The mouse is over a box, or over none. */
  hover(id: string | undefined): void;
  /** An arrow key on a box. */
  step(id: string, key: string): void;
}

/** Listens on the picture. */
export function listenForGestures(frame: Frame, gestures: Gestures): void {
  const { svg } = frame;
  listenForPointers(frame, gestures);
  svg.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const own = svg.getBoundingClientRect();
      frame.zoom(Math.exp(-event.deltaY / (event.deltaMode === 1 ? 15 : 400)), { x: event.clientX - own.x, y: event.clientY - own.y });
    },
    { passive: false },
  );
  svg.addEventListener('keydown', (event) => {
    if (pressed(event, frame, gestures)) event.preventDefault();
  });
}

function idAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest?.('[data-id]')?.getAttribute('data-id') ?? undefined;
}

function listenForPointers(frame: Frame, { select, hover }: Gestures): void {
  const { svg } = frame;
  const pointers = new Map<number, PointerEvent>();
  let moved = 0;
  svg.addEventListener('pointerdown', (event) => {
    pointers.set(event.pointerId, event);
    moved = 0;
  });
  svg.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const other = [...pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved > 4 && !svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
    if (other) pinch(frame, { before, event, other });
    else frame.pan(dx, dy);
    pointers.set(event.pointerId, event);
  });
  const end = (event: PointerEvent) => pointers.delete(event.pointerId);
  svg.addEventListener('pointerup', end);
  svg.addEventListener('pointercancel', end);
  svg.addEventListener('pointerover', ({ target, pointerType }) => {
    if (pointers.size === 0 && pointerType === 'mouse') hover(idAt(target));
  });
  svg.addEventListener('pointerleave', () => hover(undefined));
  svg.addEventListener('click', ({ target }) => {
    const id = idAt(target);
    if (id !== undefined && moved <= 4) select(id);
  });
}

interface Pinch {
  readonly before: PointerEvent;
  readonly event: PointerEvent;
  readonly other: PointerEvent;
}

function pinch(frame: Frame, { before, event, other }: Pinch): void {
  const distance = ({ clientX, clientY }: PointerEvent) => Math.hypot(clientX - other.clientX, clientY - other.clientY) || 1;
  const own = frame.svg.getBoundingClientRect();
  const middle = { x: (event.clientX + other.clientX) / 2 - own.x, y: (event.clientY + other.clientY) / 2 - own.y };
  frame.zoom(distance(event) / distance(before), middle);
}

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [80, 0],
  ArrowRight: [-80, 0],
  ArrowUp: [0, 80],
  ArrowDown: [0, -80],
};

/** @returns was the key for the picture? */
function pressed({ key, shiftKey, target }: KeyboardEvent, frame: Frame, { select, step }: Gestures): boolean {
  const id = idAt(target);
  const move = shiftKey ? moves[key] : undefined;
  if (move) frame.pan(...move);
  else if (key === '+' || key === '=') frame.zoom(1.25);
  else if (key === '-') frame.zoom(0.8);
  else if (key === '0') frame.fit();
  else if (id !== undefined && (key === 'Enter' || key === ' ')) select(id);
  else if (id !== undefined && key in moves) step(id, key);
  else return false;
  return true;
}
