import type { FieldReader } from '../../manifest/field';

interface Entry {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
}

/** Why each listener is left out, in order; undefined for one that is served. The first of those that conflict stays. Source: Istio `ComputeGatewayListenerConflicts`. */
export function conflictsIn(listeners: readonly FieldReader[]): readonly (string | undefined)[] {
  const accepted: Entry[] = [];
  return listeners.map((listener) => {
    const entry = {
      name: listener.at('name').text,
      port: listener.at('port').number ?? 0,
      protocol: listener.at('protocol').text,
      hostname: listener.at('hostname').text || '*',
    };
    const rival = accepted.find((other) => conflict(entry, other));
    if (!rival) accepted.push(entry);
    const what = rival && rival.protocol !== entry.protocol ? `protocol \`${rival.protocol}\`` : `hostname \`${rival?.hostname}\``;
    return rival && `port ${entry.port} has the listener \`${rival.name}\` with ${what} already`;
  });
}

const overTcp = new Set(['TCP', 'UDP']);
const byHostname = new Set(['HTTP', 'HTTPS', 'TLS']);

function conflict(one: Entry, other: Entry): boolean {
  if (one.port !== other.port) return false;
  if (overTcp.has(one.protocol) && overTcp.has(other.protocol)) return true;
  if (byHostname.has(one.protocol) && byHostname.has(other.protocol)) return one.hostname === other.hostname;
  if (overTcp.has(one.protocol) !== overTcp.has(other.protocol) && known(one) && known(other)) return true;
  return one.protocol === other.protocol;
}

function known({ protocol }: Entry): boolean {
  return overTcp.has(protocol) || byHostname.has(protocol);
}
