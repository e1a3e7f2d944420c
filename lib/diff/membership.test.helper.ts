import { covers } from '../istio/hosts';
import type { AttributeName, Value } from '../requests/classes/attribute';
import { includes } from '../requests/classes/region';
import type { Token } from '../requests/classes/tokens';
import { receive } from '../route/request/incoming';
import { type Request, withoutPort } from '../route/request/request';
import type { Part, RequestChange } from './change';

/** A request, and who sends it: `outside` or the name of a caller. */
export interface Sent {
  readonly from?: string;
  readonly request: Request;
  readonly token?: Token;
}

/** The reported changes in whose classes a request lies. */
export function changesWith(changes: readonly RequestChange[], sent: Sent): RequestChange[] {
  return changes.filter(({ parts }) => parts.some((part) => isIn(part, sent)));
}

function isIn({ caller, entry, otherHosts, space, regions }: Part, { from, request, token }: Sent): boolean {
  if (caller.isOutside ? from !== undefined : from === undefined || !caller.alike.includes(from)) return false;
  if (entry.port !== request.port || entry.scheme !== request.scheme) return false;
  const host = withoutPort(request.host ?? '');
  if (!covers(entry.pattern, host) || otherHosts.some((other) => covers(other, host))) return false;
  const incoming = receive(request);
  if ('malformed' in incoming) return false;
  const read = (name: AttributeName): Value => {
    if (name === 'path') return incoming.path;
    if (name === 'method') return incoming.method;
    if (name === 'authority') return incoming.authority;
    if (name === 'token') return token;
    if (name === 'client') return request.sourceIp;
    if (name.startsWith('header ')) return incoming.headers.get(name.slice('header '.length))?.[0];
    return queryValue(incoming.target, name.slice('query '.length));
  };
  return regions.some((region) => includes(space, region, read));
}

function queryValue(target: string, name: string): string | undefined {
  const query = target.includes('?') ? target.slice(target.indexOf('?') + 1).split('&') : [];
  const own = query.find((part) => part === name || part.startsWith(`${name}=`));
  return own?.slice(name.length + 1);
}
