import type { GraphEdge, GraphNode, MeshGraph } from '../../graph';
import type { PageData } from '../page-data';
import { element } from './dom';

/** What a save changed. */
export interface Moved {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Boxes and edges that are new, other than before, or gone. */
export function movedBetween(before: MeshGraph, after: MeshGraph): Moved {
  const all = ({ nodes, edges }: MeshGraph) => new Map([...nodes, ...edges].map((part) => [part.id, JSON.stringify(withoutPlace(part))]));
  const [old, now] = [all(before), all(after)];
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    changed: [...now].filter(([id, text]) => old.has(id) && old.get(id) !== text).map(([id]) => id),
    removed: [...old.keys()].filter((id) => !now.has(id)),
  };
}

/** The request of an edge is an example, of which another may be as good. */
function withoutPlace(part: GraphNode | GraphEdge): object {
  return { ...part, request: undefined };
}

/** The list of what moved. */
export function movedElement({ added, changed, removed }: Moved): HTMLElement {
  const part = (title: string, ids: readonly string[]) =>
    ids.length === 0
      ? undefined
      : element('div', {}, element('h3', {}, `${title} (${ids.length})`), element('ul', {}, ...ids.map((id) => element('li', {}, id))));
  const isSame = added.length + changed.length + removed.length === 0;
  return element(
    'div',
    { id: 'moved' },
    element('h2', {}, 'After the last save'),
    isSame ? element('p', {}, 'nothing moved') : undefined,
    part('new', added),
    part('changed', changed),
    part('gone', removed),
  );
}

/** Asks the server that the page came from for what it has now, whenever it says that something was saved. */
export function listenForSaves(saved: (data: PageData) => void, failed: (message: string) => void): void {
  new EventSource('events').addEventListener('message', async ({ data }) => {
    if (data !== 'saved') {
      failed(data);
      return;
    }
    const answer = await fetch('data.json');
    if (answer.ok) saved((await answer.json()) as PageData);
  });
}
