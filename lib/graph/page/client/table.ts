import type { MeshGraph } from '../../graph';
import { kindWords } from '../../layout/box';
import { commandLine } from '../command-line';
import { element } from './dom';

const heads = ['From', 'Edge', 'To', 'Share', 'Answer', 'Connection', 'Guarded by', 'Request'] as const;

/** The edges of the picture as a table: the same facts, for those who read rather than look. */
export function factTable(graph: MeshGraph): HTMLElement {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const name = (id: string) => {
    const node = nodes.get(id);
    if (!node) return id;
    return `${kindWords[node.kind]} ${node.name}${node.namespace ? ` (${node.namespace})` : ''}${node.fromWorld ? ', open to the world' : ''}`;
  };
  const rows = graph.edges.map(({ from, kind, to, share, status, reason, transport, policies, undecided, request }) => [
    name(from),
    kind,
    name(to),
    share === undefined ? '' : `${Number((share * 100).toFixed(1))} %`,
    [`${status}`, reason ?? '', ...(undecided.length > 0 ? [`undecided: ${undecided.join('; ')}`] : [])].filter(Boolean).join(', '),
    transport === 'mutual' ? 'mutual TLS' : transport === 'plain' ? 'plain text' : (transport ?? ''),
    policies.join(', '),
    request && request.gateway === undefined ? commandLine(request) : '',
  ]);
  return element(
    'table',
    {},
    element('caption', {}, `${graph.nodes.length} boxes and ${graph.edges.length} edges`),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, cell))))),
  );
}
