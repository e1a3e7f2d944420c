import type { Incoming } from '../request/incoming';
import type { TokenChanges } from './jwt-authentication';
import type { Verdict } from './policy-filters';

/** The request as it goes on behind the policies of a proxy: with the claims of its token, and without the token. */
export function passedRequest(request: Incoming, { claims, changes }: Verdict): Incoming {
  if (!claims && !changes) return request;
  const target = changes?.parameters.length ? withoutParameters(request.target, changes.parameters) : request.target;
  const headers = changes ? changedHeaders(request.headers, changes) : request.headers;
  const { method, scheme, authority, domain, path, forwardedFor } = request;
  const token = changes && !changes.forwarded ? undefined : request.token;
  return { method, scheme, authority, domain, path, target, headers, claims, forwardedFor, token };
}

function changedHeaders(headers: Incoming['headers'], { removed, added }: TokenChanges): Incoming['headers'] {
  const out = new Map(headers);
  for (const name of removed) out.delete(name);
  for (const [name, value] of added) out.set(name, [...(out.get(name) ?? []), value]);
  return out;
}

function withoutParameters(target: string, names: readonly string[]): string {
  const mark = target.indexOf('?');
  const kept = target
    .slice(mark + 1)
    .split('&')
    .filter((part) => !names.includes(part.split('=', 1)[0] ?? ''));
  return `${target.slice(0, mark)}${kept.length > 0 ? `?${kept.join('&')}` : ''}`;
}
