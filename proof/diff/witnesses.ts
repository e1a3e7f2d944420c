import { compareObjects } from '../../lib/diff/object-changes';
import { compareRequests } from '../../lib/diff/request-changes';
import { Scope } from '../../lib/diff/scope';
import type { Mesh } from '../../lib/mesh/mesh';
import type { Caller } from '../../lib/requests/callers';
import type { Request } from '../../lib/route/request/request';
import { callers } from '../calls/world';
import { type Signing, sent } from '../generator/senders';
import type { Asked } from '../generator/worlds';
import { planeAddress } from '../sandbox';

/** Requests to send before and after a change: those that are reported as answered otherwise, and some of those that are not. */
export interface Witnesses {
  readonly changed: readonly (Asked & { readonly what: string })[];
  readonly same: readonly Asked[];
}

interface Most {
  readonly changed: number;
  readonly same: number;
}

/** What the diff of two meshes reports, as requests that the bench can send. */
export function witnessesOf(old: Mesh, next: Mesh, { signing, most }: { readonly signing: Signing; readonly most: Most }): Witnesses {
  const { changes: objects } = compareObjects(old.manifests, next.manifests);
  const same: Asked[] = [];
  const { changes } = compareRequests(old, next, {
    scope: new Scope([old, next], objects),
    onSame: ({ caller, request }) => same.push(...askedBy(caller, request, signing)),
  });
  // What happens on the way, clients and applications of the bench do not see.
  const seen = changes.filter(({ section }) => section !== 'way');
  const changed = seen.flatMap(({ parts: [part], witness: { request }, what }) =>
    part ? askedBy(part.caller, request, signing).map((asked) => ({ ...asked, what })) : [],
  );
  return { changed: spread(changed, most.changed), same: spread(same, most.same) };
}

/** The request as somebody of the bench sends it; nothing where nobody can. */
function askedBy({ isOutside, alike }: Caller, request: Request, signing: Signing): Asked[] {
  const from = isOutside ? undefined : callers.find((name) => alike.includes(name));
  if ((!isOutside && from === undefined) || request.scheme === 'https' || (isOutside && request.port !== 80)) return [];
  // No kube-proxy runs that could lead a connection back to where it came from.
  if (from === 'bare/plain' && request.host?.startsWith('plain.bare')) return [];
  // Without a body nobody says who answered.
  if (request.method === 'HEAD') return [];
  // Names that a wildcard stands for have no address in the cluster.
  if (request.host?.startsWith('any.') && !isOutside) return [];
  // The gateway's pods also answer on ports that pilot-agent serves, which no manifest opens.
  if (request.host?.includes('.istio-system.')) return [];
  if (request.sourceIp !== undefined && request.sourceIp !== planeAddress) return [];
  const { claims, token, ...plain } = request;
  const bearer = token ? { ...plain.headers, authorization: `Bearer ${token}` } : plain.headers;
  const { sourceIp: _, ...signed } = sent({ ...plain, headers: bearer }, { sourceIp: '', claims, header: 'authorization' }, signing);
  const isPlain = isOutside || from?.startsWith('bare/');
  return [{ ...(from === undefined ? {} : { from }), request: isPlain ? { ...signed, sourceIp: planeAddress } : signed }];
}

/** At most so many of a list, from all over it. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, index) => all[Math.floor((index * all.length) / most)] as T);
}
