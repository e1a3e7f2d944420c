import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import type { Maybe } from './field-checks';
import { checkPortNumber } from './ports';

/** The fields of a Service about its ports on the nodes. */
interface NodePortFields {
  readonly type?: Maybe<string>;
  readonly externalTrafficPolicy?: Maybe<string>;
  readonly healthCheckNodePort?: Maybe<number>;
  readonly ports?: Maybe<readonly NodePort[]>;
}

interface NodePort {
  readonly port?: Maybe<number>;
  readonly protocol?: Maybe<string>;
  readonly nodePort?: Maybe<number>;
}

/** What `--service-node-port-range` is by default. A cluster may be started with another. */
const firstNodePort = 30000;
const lastNodePort = 32767;

/** Source: `ValidateService`; `registry/core/service/storage/alloc.go`. */
export function checkNodePorts(spec: NodePortFields, at: Field): void {
  const ports = spec.ports ?? [];
  const taken = new Set<number>();
  checkNodePortPairs(ports, at.at('ports'));
  if (hasNodePorts(spec)) allocate(ports, taken, at.at('ports'));
  else if ((spec.type || 'ClusterIP') === 'ClusterIP') {
    for (const [index, { nodePort }] of ports.entries()) {
      if (nodePort)
        at.at('ports', index, 'nodePort').error('a Service of type `ClusterIP` has no node port', {
          fix: 'leave `nodePort` out, or use type `NodePort`',
        });
    }
  }
  checkHealthCheckPort(spec, taken, at.at('healthCheckNodePort'));
}

function hasNodePorts({ type }: NodePortFields): boolean {
  return type === 'NodePort' || type === 'LoadBalancer';
}

function checkNodePortPairs(ports: readonly NodePort[], at: Field): void {
  const seen = new Set<string>();
  for (const [index, { nodePort, protocol }] of ports.entries()) {
    if (!nodePort) continue;
    const pair = `${nodePort}/${protocol || 'TCP'}`;
    if (seen.has(pair)) at.at(index, 'nodePort').error(`another port has the node port ${quote(pair)} too`);
    seen.add(pair);
  }
}

/** One node port serves several protocols of one port; two ports of different numbers need two. */
function allocate(ports: readonly NodePort[], taken: Set<number>, at: Field): void {
  const owners = new Map<number, Maybe<number>>();
  for (const [index, { port, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    const place = at.at(index, 'nodePort');
    checkRange(nodePort, place);
    if (owners.has(nodePort) && owners.get(nodePort) !== port)
      place.error(`the node port \`${nodePort}\` is that of port \`${owners.get(nodePort)}\` already`, {
        why: 'one node port leads to one port of the Service',
      });
    owners.set(nodePort, port);
    taken.add(nodePort);
  }
}

function checkRange(nodePort: number, at: Field): void {
  if (nodePort < firstNodePort || nodePort > lastNodePort)
    at.error(`\`${nodePort}\` is not a node port`, {
      why: `node ports go from ${firstNodePort} to ${lastNodePort} unless the API server is started with another \`--service-node-port-range\``,
      fix: 'leave it out, and the API server chooses one',
    });
}

function checkHealthCheckPort(
  { type, externalTrafficPolicy, healthCheckNodePort }: NodePortFields,
  taken: ReadonlySet<number>,
  at: Field,
): void {
  if (!healthCheckNodePort) return;
  if (type !== 'LoadBalancer' || externalTrafficPolicy !== 'Local') {
    at.error('`healthCheckNodePort` needs type `LoadBalancer` and `externalTrafficPolicy: Local`');
    return;
  }
  checkPortNumber(healthCheckNodePort, at);
  checkRange(healthCheckNodePort, at);
  if (taken.has(healthCheckNodePort)) at.error(`the node port \`${healthCheckNodePort}\` is that of a port already`);
}
