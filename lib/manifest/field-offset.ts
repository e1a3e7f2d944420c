import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import type { FieldPath } from './manifest';

/**
 * Where a field stands in a text of YAML or JSON: its value when that is a scalar on the same line, else its key or list item.
 * Falls back to the nearest parent that stands in the text, as for a missing field or one that came by an alias.
 */
export function fieldOffset(text: string, document: number, path: FieldPath): number {
  const events = parseEvents(text, { maxDepth: 1000 });
  const cursor = new Cursor(text, events, startOfDocument(events, document));
  return cursor.find(path);
}

function startOfDocument(events: readonly Event[], document: number): number {
  let seen = -1;
  for (const [index, event] of events.entries()) {
    if (event.type === EVENT_ID.DOCUMENT && ++seen === document) return index + 1;
  }
  return 0;
}

class Cursor {
  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
    private index: number,
  ) {}

  find(path: FieldPath): number {
    let offset = this.offset();
    for (const step of path) {
      const found = typeof step === 'number' ? this.enterItem(step) : this.enterKey(step);
      if (found === undefined) return offset;
      offset = found;
    }
    return this.isScalar() ? this.offset() : offset;
  }

  private isScalar(): boolean {
    const event = this.events[this.index];
    if (event?.type === EVENT_ID.ALIAS) return true;
    return event?.type === EVENT_ID.SCALAR && event.valueStart >= 0 && !isBlock(event.style);
  }

  /** Moves to the value of `name` in the mapping here; answers the offset of the key. */
  private enterKey(name: string): number | undefined {
    if (this.events[this.index]?.type !== EVENT_ID.MAPPING) return undefined;
    this.index++;
    while (this.events[this.index] && this.events[this.index]?.type !== EVENT_ID.POP) {
      const key = this.events[this.index];
      const offset = this.offset();
      const matches = key?.type === EVENT_ID.SCALAR && getScalarValue(this.text, key) === name;
      this.skip();
      if (matches) return offset;
      this.skip();
    }
    return undefined;
  }

  /** Moves to an item of the sequence here; answers its offset. */
  private enterItem(position: number): number | undefined {
    if (this.events[this.index]?.type !== EVENT_ID.SEQUENCE) return undefined;
    this.index++;
    for (let item = 0; item < position; item++) {
      if (this.events[this.index]?.type === EVENT_ID.POP) return undefined;
      this.skip();
    }
    return this.events[this.index]?.type === EVENT_ID.POP ? undefined : this.offset();
  }

  /** Moves past one whole value. */
  private skip(): void {
    let depth = 0;
    do {
      const type = this.events[this.index]?.type;
      if (type === undefined) return;
      if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
      if (type === EVENT_ID.POP) depth--;
      this.index++;
    } while (depth > 0);
  }

  private offset(): number {
    const event = this.events[this.index];
    if (event?.type === EVENT_ID.SCALAR) return opening(this.text, event.valueStart);
    if (event?.type === EVENT_ID.ALIAS) return Math.max(0, event.anchorStart - 1);
    if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
    return 0;
  }
}

/** A quoted value starts at its quote. */
function opening(text: string, valueStart: number): number {
  const before = text[valueStart - 1];
  return before === '"' || before === "'" ? valueStart - 1 : Math.max(0, valueStart);
}

/** The text of a block starts a line below its key. */
function isBlock(style: number): boolean {
  return style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
}
