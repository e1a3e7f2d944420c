import type { GraphNode, MeshGraph } from '../../graph';
import { kindWords } from '../../layout/box';
import { button, byId, element } from './dom';

/** More results than this are not listed. */
const most = 30;

/** The box that finds nodes by any word of them; results are buttons below it. */
export function listenForSearch(
  graph: () => MeshGraph,
  { found, chosen }: { found(ids: readonly string[] | undefined): void; chosen(id: string): void },
): void {
  const input = byId<HTMLInputElement>('search');
  const results = byId('results');
  const show = () => {
    const query = input.value.trim().toLowerCase();
    const all = query === '' ? [] : graph().nodes.filter((node) => textOf(node).includes(query));
    const items = all.slice(0, most).map(({ id, kind, name, namespace }) =>
      element(
        'li',
        {},
        button(`${kindWords[kind]} ${name}${namespace ? ` — ${namespace}` : ''}`, () => chosen(id), { class: 'link' }),
      ),
    );
    const count = all.length > most ? `${all.length} found, the first ${most}:` : `${all.length} found`;
    results.replaceChildren(...(query === '' ? [] : [element('p', {}, count), element('ul', {}, ...items)]));
    found(query === '' ? undefined : all.map(({ id }) => id));
  };
  input.addEventListener('input', show);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      results.querySelector('button')?.click();
    }
    if (event.key === 'Escape') {
      input.value = '';
      show();
    }
  });
}

function textOf({ kind, name, namespace = '', details, marks, objects }: GraphNode): string {
  return [kindWords[kind], name, namespace, ...details, ...marks, ...objects].join(' ').toLowerCase();
}
