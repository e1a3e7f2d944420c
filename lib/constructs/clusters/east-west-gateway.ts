import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { IngressGateway, type IngressGatewayProps } from '../edge/ingress-gateway';
import { Gateway } from '../gateway';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { Server } from '../server';
import { chooseTrafficApi } from '../traffic-api';
import { within } from '../within';

/** Its network, and what it shares with an ingress gateway. */
export interface EastWestGatewayProps extends Pick<IngressGatewayProps, 'replicas' | 'cpu' | 'resources' | 'annotations' | 'revision'> {
  /** Name of its cluster's network, as `Namespace.network` of Istio's namespace says it. */
  readonly network: string;
  /** Services that the other clusters may reach. @default ['*.local'] - all of the mesh */
  readonly hosts?: readonly string[];
}

/**
 * The door between clusters of one mesh whose networks do not reach each other's pods: mutual TLS of the mesh passes through
 * unread, and ends at the called pod. Each cluster has one. Source: Istio "Install Multi-Primary on different networks".
 */
export class EastWestGateway extends Construct {
  /** The network whose pods it opens to the other clusters. */
  readonly network: string;
  /** Labels of its pods. */
  readonly labels: Readonly<Record<string, string>>;

  /** @param id also the name of its objects. @throws ConstructError `NameForm`, `EastWestHost`, and those of `IngressGateway` and `Gateway` */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps) {
    super(scope, ownId(scope, id, 'EastWestGateway'));
    chooseTrafficApi(this, 'istio'); // its pods are made here
    const { network, hosts = ['*.local'], ...pods } = onlyKnown('EastWestGatewayProps', props, this);
    this.network = within(this, () => dnsLabel(network, 'the name of a network'));
    within(this, () => hosts.forEach(checkHost));
    const gateway = new IngressGateway(this, id, { ...pods, ports: [15443] });
    this.labels = gateway.labels;
    this.label(gateway);
    new Gateway(this, 'cross-network', {
      metadata: { name: `${id}-cross-network` },
      selector: gateway.labels,
      servers: [Server.autoPassthrough({ hosts })],
    });
  }

  /** istiod finds the gateway of a network by the label of its Service, and the pods say whose clusters they show. */
  private label(gateway: IngressGateway): void {
    for (const child of gateway.node.findAll().filter((construct) => construct instanceof ApiObject)) {
      if (child.kind === 'Service') child.metadata.addLabel('topology.istio.io/network', this.network);
      if (child.kind !== 'Deployment') continue;
      child.addJsonPatch(
        JsonPatch.add('/spec/template/metadata/labels/topology.istio.io~1network', this.network),
        JsonPatch.add('/spec/template/spec/containers/0/env', [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: this.network }]),
      );
    }
  }

  /** The namespace that it is in. @default - the namespace that is current when the manifests are applied */
  get namespace(): string | undefined {
    return Chart.of(this).namespace;
  }
}

function checkHost(host: string): void {
  if (host.endsWith('.local')) return;
  throw new ConstructError('EastWestHost', `\`${host}\` is no service of the mesh`, {
    why: 'clusters reach each other by the names of services, which end in `cluster.local`',
    fix: "hosts: ['*.local']",
  });
}
