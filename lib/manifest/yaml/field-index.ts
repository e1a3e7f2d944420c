import type { FieldPath } from '../manifest';
import { keyText } from './decode';
import type { Node } from './node';

interface Place {
  readonly node: Node;
  /** Of its key or list item; -1 when that is not in the text. */
  readonly offset: number;
}

/** Where the fields of a document are in its text. One parse answers for all fields, and a mapping is searched once. */
export class FieldIndex {
  private readonly keys = new Map<Node, Map<string, number>>();

  constructor(private readonly root: Node | undefined) {}

  /**
   * The offset of a field: its value when that is a scalar on the line of its key, else its key or list item. Falls back to the nearest
   * parent in the text, as for a missing field or one that comes by an alias.
   */
  offset(path: FieldPath): number {
    if (!this.root) return 0;
    let place: Place = { node: this.root, offset: Math.max(0, this.root.start) };
    for (const step of path) {
      const below: Place | undefined = typeof step === 'number' ? this.item(place.node, step) : this.entry(place.node, step);
      if (!below) return place.offset;
      place = below.offset < 0 ? { node: below.node, offset: place.offset } : below;
    }
    return isOnItsLine(place.node) ? place.node.start : place.offset;
  }

  private item(node: Node, position: number): Place | undefined {
    const child = node.kind === 'sequence' ? node.children[position] : undefined;
    return child && { node: child, offset: child.start };
  }

  private entry(node: Node, name: string): Place | undefined {
    if (node.kind !== 'mapping') return undefined;
    const keys = this.keys.get(node) ?? keysOf(node);
    this.keys.set(node, keys);
    const index = keys.get(name);
    const [key, value] = index === undefined ? [] : [node.children[index], node.children[index + 1]];
    return key && value && { node: value, offset: key.start };
  }
}

/** The last of a key that is written twice is the one that counts. */
function keysOf({ children }: Node): Map<string, number> {
  const keys = new Map<string, number>();
  for (let index = 0; index < children.length; index += 2) {
    const name = keyText(children[index] as Node);
    if (name !== undefined) keys.set(name, index);
  }
  return keys;
}

/** The text of a block begins a line below its key. */
function isOnItsLine({ kind, start, style }: Node): boolean {
  return start >= 0 && (kind === 'alias' || (kind === 'scalar' && style !== '|' && style !== '>'));
}
