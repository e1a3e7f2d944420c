import type { Labels } from '../../istio/labels';
import { FieldReader } from '../../manifest/field';
import { memo } from '../../memo';
import type { Mesh } from '../mesh';
import { formatSelector, podsAnywhere } from '../workloads/pods';

/** A host of a Gateway's server as it is written, with all that decides whether another one clashes with it. */
export interface ServerHost {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly selector: Labels;
  readonly host: string;
  readonly port: number;
  readonly bind: string;
}

/** Server hosts by `port host bind`: those of one key take the same requests, if their Gateways share a pod. */
const serverHosts = memo((mesh: Mesh) => {
  const byKey = new Map<string, ServerHost[]>();
  for (const gateway of mesh.gateways.all) {
    for (const server of new FieldReader(gateway.manifest.object).at('spec', 'servers').items) {
      const port = portOf(server);
      const bind = server.at('bind').text;
      for (const host of server.at('hosts').texts) {
        const entry = { gateway: gateway.name, selector: gateway.selector, host, port, bind };
        const key = serverHostKey(entry);
        const bucket = byKey.get(key);
        if (bucket) bucket.push(entry);
        else byKey.set(key, [entry]);
      }
    }
  }
  return byKey;
});

/** The same host at the same port and address in other Gateways, whichever pods those have. */
export function rivalsOf(
  mesh: Mesh,
  gateway: string,
  { server, host }: { readonly server: FieldReader; readonly host: string },
): ServerHost[] {
  const key = serverHostKey({ port: portOf(server), bind: server.at('bind').text, host });
  return (serverHosts(mesh).get(key) ?? []).filter((other) => other.gateway !== gateway);
}

/** The port of a server; 0 where it has none. */
export function portOf(server: FieldReader): number {
  return server.at('port', 'number').number ?? 0;
}

function serverHostKey({ port, host, bind }: Pick<ServerHost, 'port' | 'host' | 'bind'>): string {
  return `${port} ${host} ${bind}`;
}

/** Do the selectors say the same? */
export function sameSelector(one: Labels, other: Labels): boolean {
  return canonical(one) === canonical(other);
}

/** Is one selector written out inside the other, and is there a pod that both select? Source: Istio `ConflictingGatewayAnalyzer`. */
export function narrowsSelector(mesh: Mesh, one: Labels, other: Labels): boolean {
  const [shorter = '', longer = ''] = [canonical(one), canonical(other)].sort((a, b) => a.length - b.length);
  return longer.includes(shorter) && sharesPod(mesh, one, other);
}

/** Is there a pod that both select? */
export function sharesPod(mesh: Mesh, one: Labels, other: Labels): boolean {
  const disagree = Object.entries(one).some(([key, value]) => other[key] !== undefined && other[key] !== value);
  return !disagree && podsAnywhere(mesh, { ...one, ...other }).length > 0;
}

function canonical(selector: Labels): string {
  return formatSelector(Object.fromEntries(Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1))));
}
