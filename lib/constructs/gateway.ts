import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type GatewaySpec, type GatewaySpecServers, Gateway as L1Gateway } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { type DeclaredElsewhere, relyOn } from './declared-elsewhere';
import { credentialsOf, type ExistingGatewayProps, existingGateway } from './existing-gateway';
import { labels } from './label';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { onlyKnown } from './only-known';
import type { Server } from './server';
import { within } from './within';

/** A gateway that virtual services can name, whether made here or elsewhere. */
export interface IGateway extends DeclaredElsewhere {
  /** `namespace/name`, or the bare name in the namespace of whoever names it. */
  readonly reference: string;
  /** Hosts that its servers answer for. @default - not known, since the gateway is made elsewhere */
  readonly hosts?: readonly string[];
  /** Labels of the gateway pods that serve it. @default - not known, since the gateway is made elsewhere */
  readonly selector?: Readonly<Record<string, string>>;
}

export interface GatewayProps extends WithMetadata, WithSpec<GatewaySpec> {
  /** At least one. */
  readonly servers: readonly Server[];
  /**
   * Labels of the gateway pods that serve this. Without a selector every gateway proxy of the mesh would.
   *
   * @default { istio: 'ingressgateway' } - the gateway that Istio installs
   */
  readonly selector?: Readonly<Record<string, string>>;
}

/** Ports that the mesh opens to the outside, and the hosts it answers for. Source: Istio `Gateway`. */
export class Gateway extends Construct implements IGateway {
  /**
   * A gateway that is made elsewhere.
   *
   * @param reference `namespace/name` @throws ConstructError `GatewayReference`
   */
  static fromName(reference: string, known: ExistingGatewayProps = {}): IGateway {
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(reference)) {
      throw new ConstructError('GatewayReference', `a gateway made elsewhere is named \`namespace/name\`, got \`${reference}\``, {
        fix: `Gateway.fromName('istio-system/${reference.replace(/^.*\//, '')}')`,
      });
    }
    return { reference, ...onlyKnown('ExistingGatewayProps', known), declares: [existingGateway(reference, known)] };
  }

  readonly reference: string;
  readonly hosts: readonly string[];
  readonly selector: Readonly<Record<string, string>>;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NameForm`, `NoServers`, `ServerName`, `NoSelector`
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, freeId(scope, id, 'Gateway'));
    const { servers, selector = { istio: 'ingressgateway' }, metadata, spec } = onlyKnown('GatewayProps', props, this);
    within(this, () => {
      if (servers.length === 0)
        throw new ConstructError('NoServers', 'a gateway has at least one server', { fix: 'servers: [Server.http({ hosts })]' });
      if (Object.keys(selector).length === 0) {
        throw new ConstructError('NoSelector', 'the selector of a gateway is empty', {
          why: 'every gateway proxy of the mesh would serve it',
          fix: "selector: { istio: 'ingressgateway' }",
        });
      }
      new L1Gateway(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a gateway'),
        spec: lastWord<GatewaySpec>({ selector: labels(selector), servers: named(servers) }, spec),
      });
    });
    this.selector = selector;
    const { namespace } = Chart.of(this);
    const name = metadata?.name ?? id;
    this.reference = namespace === undefined ? name : `${namespace}/${name}`;
    relyOn(this, namespace, [{ declares: credentialsOf(servers, selector) }]);
    this.hosts = [...new Set(servers.flatMap((server) => server.hosts.map((host) => host.replace(/^.*\//, ''))))];
  }
}

/** Gateways as a virtual service names them. @internal */
export function gatewayNames(gateways: readonly (IGateway | 'mesh')[]): string[] {
  return gateways.map((gateway) => (gateway === 'mesh' ? gateway : gateway.reference));
}

/** Istio wants every port of a gateway to have a name of its own. */
function named(servers: readonly Server[]): GatewaySpecServers[] {
  const taken = new Set<string>();
  for (const { name } of servers) {
    if (name === undefined) continue;
    if (taken.has(name)) throw new ConstructError('ServerName', `two servers of the gateway are named \`${name}\``, { fix: `${name}-2` });
    taken.add(name);
  }
  return servers.map((server) => {
    const name = server.name ?? freeName(server.protocol, taken);
    taken.add(name);
    return server.render(name);
  });
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name)) return name;
  }
}
