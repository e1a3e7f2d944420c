import { headersOf, urlOf } from '../../requests/request-text';
import type { AskedRequest } from '../graph';

/** A request as one types it for curl, or into the box of the page; with what only `mesh route` knows behind it. */
export function commandLine({ from, request }: Pick<AskedRequest, 'from' | 'request'>): string {
  const { method, claims, sourceIp } = request;
  return [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    ...headersOf(request).flatMap((header) => ['-H', quoted(header)]),
    ...(claims === undefined ? [] : ['--claims', quoted(JSON.stringify(claims))]),
    ...(sourceIp === undefined ? [] : ['--source-ip', sourceIp]),
    ...(from === undefined ? [] : ['--from', quoted(from)]),
    quoted(urlOf(request)),
  ].join(' ');
}

function quoted(text: string): string {
  return /^[\w./:=@%,+-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
