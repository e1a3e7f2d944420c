import { answerAt } from '../answer/answer';
import type { Decision, ReusedConnection } from '../answer/decision';
import type { Incoming } from '../request/incoming';
import type { Accepted, Chain } from './listener';

/** A server whose connections a browser may use for another, and the certificate that both show. */
interface Sibling {
  readonly chain: Chain;
  readonly certificate: string;
}

const none: readonly ReusedConnection[] = [];

/**
 * A browser sends requests for every name of a certificate over one HTTP/2 connection to an address. The connection
 * belongs to the server whose name its handshake asked for, and only that server's routes are looked at.
 * Source: RFC 9113, section 9.1.1; Istio makes one filter chain of each server.
 */
export class ConnectionReuse {
  private readonly siblings = new Map<Chain, readonly Sibling[]>();

  /** What becomes of a request over the connections of other servers, where that is not what the decision says. */
  answers(accepted: Accepted, decision: Decision, incoming: Incoming): readonly ReusedConnection[] {
    const siblings = this.siblingsOf(accepted);
    if (siblings.length === 0) return none;
    const found = new Map<string, ReusedConnection>();
    for (const { chain, certificate } of siblings) {
      const other = answerOver(chain, incoming);
      if (!other || isSame(other, decision)) continue;
      const { status } = other;
      const hosts = new Set(other.destinations.map(({ cluster }) => cluster.host));
      const reason = other.reason ?? `${[...hosts].join(', ')} answers`;
      const key = `${certificate} ${status} ${reason}`;
      const known = found.get(key);
      found.set(key, { over: [...(known?.over ?? []), ...chain.serverNames], certificate, status, reason });
    }
    return [...found.values()];
  }

  private siblingsOf({ listener, chain }: Accepted): readonly Sibling[] {
    let known = this.siblings.get(chain);
    if (!known) {
      const own = certificatesOf(chain);
      known = listener.chains.flatMap((other) => {
        const certificate = other === chain || !other.table ? undefined : certificatesOf(other).find((name) => own.includes(name));
        return certificate === undefined || other.table === chain.table ? [] : [{ chain: other, certificate }];
      });
      this.siblings.set(chain, known);
    }
    return known;
  }
}

function answerOver({ table }: Chain, incoming: Incoming): Pick<Decision, 'status' | 'reason' | 'route' | 'destinations'> | undefined {
  const host = table?.find(incoming.domain);
  if (host) return answerAt(host, incoming);
  return { status: 404, reason: `no virtual host of that server takes \`${incoming.domain}\``, destinations: [] };
}

function isSame(one: Pick<Decision, 'status' | 'route' | 'destinations'>, other: Decision): boolean {
  return one.route?.rule === other.route?.rule && (other.route !== undefined || one.status === other.status);
}

function certificatesOf({ servers, terminatesTls }: Chain): readonly string[] {
  if (!terminatesTls) return [];
  return servers.flatMap(({ tls }) => [tls?.credentialName ?? '', ...(tls?.credentialNames ?? [])]).filter((name) => name !== '');
}
