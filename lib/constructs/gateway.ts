import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { GatewaySpec as KubernetesGatewaySpec } from '../../imports/gateway.networking.k8s.io';
import { type GatewaySpec, type GatewaySpecServers, Gateway as L1Gateway } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { type DeclaredElsewhere, relyOn } from './declared-elsewhere';
import { credentialsOf, type ExistingGatewayProps, existingGateway } from './existing-gateway';
import { gatewayNameLabel, makeGateway } from './gateway-api/gateway-object';
import type { GatewayParent } from './gateway-api/parent-refs';
import { labels } from './label';
import { lastWord, type WithSpec } from './last-word';
import { freeId, metadataOf, type WithMetadata } from './metadata';
import { onlyKnown } from './only-known';
import type { Identity } from './security/identity';
import type { Server } from './server';
import { trafficApiOf, type WithTrafficApi } from './traffic-api';
import { within } from './within';
import type { DeepPartial } from './workload/deep-partial';

/** A gateway that virtual services can name, whether made here or elsewhere. */
export interface IGateway extends DeclaredElsewhere {
  /** `namespace/name`, or the bare name in the namespace of whoever names it. */
  readonly reference: string;
  /** Hosts that its servers answer for. @default - not known, since the gateway is made elsewhere */
  readonly hosts?: readonly string[];
  /** Labels of the gateway pods that serve it. @default - not known, since the gateway is made elsewhere */
  readonly selector?: Readonly<Record<string, string>>;
  /** What routes of the Gateway API name. @default - it is one of Istio's own kind @internal */
  readonly parent?: GatewayParent;
  /** As whom its pods call, where istiod makes them. @default - what the selector says @internal */
  readonly identity?: Identity;
}

export interface GatewayProps extends WithMetadata, WithTrafficApi, WithSpec<GatewaySpec | KubernetesGatewaySpec> {
  /** At least one. */
  readonly servers: readonly Server[];
  /**
   * Labels of the gateway pods that serve this. Without a selector every gateway proxy of the mesh would.
   *
   * @default { istio: 'ingressgateway' } - the gateway that Istio installs; of the Gateway API, pods that istiod makes
   */
  readonly selector?: Readonly<Record<string, string>>;
}

/**
 * Ports that the mesh opens to the outside, and the hosts it answers for. Of the Gateway API, istiod makes its pods and their Service
 * `<name>-istio`. Source: Istio `Gateway`, Gateway API `Gateway`.
 */
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
    const { trafficApi, ...facts } = onlyKnown('ExistingGatewayProps', known);
    const [namespace = '', name = ''] = reference.split('/');
    const parent = trafficApi === 'gateway-api' ? { name, namespace } : undefined;
    return { reference, ...facts, parent, declares: [existingGateway(reference, known)] };
  }

  readonly reference: string;
  readonly hosts: readonly string[];
  readonly selector: Readonly<Record<string, string>>;
  /** @internal */
  readonly parent?: GatewayParent;
  /** @internal */
  readonly identity?: Identity;

  /**
   * @param id also the name of the object, unless `metadata` says another
   * @throws ConstructError `NameForm`, `NoServers`, `ServerName`, `NoSelector`, `NotInGatewayApi`
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, freeId(scope, id, 'Gateway'));
    const { servers, selector = { istio: 'ingressgateway' }, metadata, trafficApi } = onlyKnown('GatewayProps', props, this);
    const { namespace } = Chart.of(this);
    const name = metadata?.name ?? id;
    within(this, () => {
      if (servers.length === 0)
        throw new ConstructError('NoServers', 'a gateway has at least one server', { fix: 'servers: [Server.http({ hosts })]' });
    });
    if (trafficApiOf(this, trafficApi) === 'gateway-api') {
      const listeners = within(this, () =>
        makeGateway(this, { ...props, metadata: metadataOf(name, metadata, 'the name of a gateway'), servers: named(servers) }),
      );
      this.parent = { name, namespace, listeners };
      this.selector = { [gatewayNameLabel]: name };
      this.identity = { namespace, serviceAccountName: `${name}-istio`, labels: this.selector };
    } else {
      within(this, () => this.makeOwn(props, selector, metadataOf(id, metadata, 'the name of a gateway')));
      this.selector = selector;
    }
    this.reference = namespace === undefined ? name : `${namespace}/${name}`;
    relyOn(this, namespace, [{ declares: credentialsOf(servers, this.selector) }]);
    this.hosts = [...new Set(servers.flatMap((server) => server.hosts.map((host) => host.replace(/^.*\//, ''))))];
  }

  /** The object of Istio's own kind. */
  private makeOwn(
    { servers, spec }: GatewayProps,
    selector: Readonly<Record<string, string>>,
    metadata: ReturnType<typeof metadataOf>,
  ): void {
    if (Object.keys(selector).length === 0) {
      throw new ConstructError('NoSelector', 'the selector of a gateway is empty', {
        why: 'every gateway proxy of the mesh would serve it',
        fix: "selector: { istio: 'ingressgateway' }",
      });
    }
    const own = { selector: labels(selector), servers: named(servers) };
    new L1Gateway(this, 'Default', { metadata, spec: lastWord<GatewaySpec>(own, spec as DeepPartial<GatewaySpec>) });
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
