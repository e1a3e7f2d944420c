import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { ClientTls } from '../client-tls';
import { relyOn } from '../declared-elsewhere';
import { DestinationRule } from '../destination-rule';
import { IngressGateway, type IngressGatewayProps } from '../edge/ingress-gateway';
import { ExistingService } from '../existing-service';
import type { ExternalService } from '../external-service';
import { Gateway } from '../gateway';
import { ownId } from '../metadata';
import { onlyKnown } from '../only-known';
import { portNumber } from '../port';
import { Server } from '../server';
import { chooseTrafficApi } from '../traffic-api';
import { VirtualService } from '../virtual-service';
import { within } from '../within';
import { EgressService } from './egress-service';
import { makeSubsets } from './subsets';

/** An egress gateway that is installed without this app. */
export interface InstalledEgressGateway {
  /** The namespace of its pods. @default 'istio-system' */
  readonly namespace?: string;
  /** Name of its Service. @default 'istio-egressgateway' */
  readonly serviceName?: string;
  /** Labels of its pods. @default { istio: 'egressgateway' } */
  readonly selector?: Readonly<Record<string, string>>;
}

/** The pods of an egress gateway, or one that is installed already. */
export interface EgressGatewayProps extends Pick<IngressGatewayProps, 'replicas' | 'cpu' | 'resources'> {
  /** Pods that exist without this app. @default - pods of its own */
  readonly installed?: InstalledEgressGateway;
  /** Ports that hosts are reached by, beside 443. @default - none */
  readonly ports?: readonly number[];
}

/** A host outside of the mesh, and how it is reached. */
export interface EgressRouteProps {
  /** One host without a wildcard. */
  readonly host: string;
  /**
   * Who encrypts. `'by-caller'`: the application speaks TLS, which goes through unread. `'by-gateway'`: it speaks plain HTTP to port 80,
   * which is encrypted to the gateway by certificates of the mesh, and to the host by TLS. `'none'`: plain HTTP to the host.
   *
   * @default 'by-caller'
   */
  readonly tls?: 'by-caller' | 'by-gateway' | 'none';
  /** Port of the host. @default - 443, or 80 without TLS */
  readonly port?: number;
  /** How the gateway encrypts `'by-gateway'`: a CA or a client certificate of its own. @default - TLS by the operating system's CAs */
  readonly clientTls?: ClientTls;
}

/**
 * The way out: calls of the mesh to hosts outside go through pods that can be audited and given an address of their own.
 *
 * `reaches` declares a host, and returns what a microservice calls. Together with `ZeroTrust` a call is the only thing to declare.
 * Source: Istio "Egress Gateways".
 */
export class EgressGateway extends Construct {
  /** Full name of the Service that callers' proxies send to. */
  readonly host: string;
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  private readonly reached: { readonly id: string; readonly tls: ClientTls }[] = [];

  /** @param id also the name of its objects. @throws ConstructError `NamespaceUnknown`, and those of `IngressGateway` */
  constructor(scope: Construct, id: string, props: EgressGatewayProps = {}) {
    super(scope, ownId(scope, id, 'EgressGateway'));
    chooseTrafficApi(this, 'istio'); // the Gateway API has no gateway that callers in the mesh are sent to
    const { installed, ports = [], ...pods } = onlyKnown('EgressGatewayProps', props, this);
    const namespace = within(this, () =>
      installed ? (installed.namespace ?? 'istio-system') : (Chart.of(this).namespace ?? namespaceUnknown()),
    );
    this.host = `${installed ? (installed.serviceName ?? 'istio-egressgateway') : id}.${namespace}.svc.cluster.local`;
    this.selector = installed ? (installed.selector ?? { istio: 'egressgateway' }) : { istio: id };
    const all = [...new Set([80, 443, ...ports])];
    if (installed) {
      for (const port of all) relyOn(this, namespace, [new ExistingService(this.host, { port, protocol: port === 80 ? 'http' : 'tcp' })]);
    } else new IngressGateway(this, id, { ...pods, ports: all, type: 'ClusterIP' });
    // Hosts are declared after the gateway: one rule holds them all, since Istio merges several rules of one host by its own order.
    this.node.addValidation({
      validate: () => {
        within(this, () => makeSubsets(this, { host: this.host, namespace, name: id, labels: this.selector, reached: this.reached }));
        return [];
      },
    });
  }

  /**
   * A host outside that is reached through this gateway.
   *
   * @param id also the beginning of the names of its objects
   * @returns what a microservice calls: `orders.calls(egress.reaches('bank', { host: 'api.bank.example' }))`
   * @throws ConstructError `EveryHost`, `HostForm`, `PortRange`, `EgressTls`
   */
  reaches(id: string, props: EgressRouteProps): ExternalService {
    const { host, tls = 'by-caller', port = tls === 'none' ? 80 : 443, clientTls } = onlyKnown('EgressRouteProps', props, this);
    return within(this, () => {
      portNumber(port);
      if (host.startsWith('*')) {
        throw new ConstructError('EveryHost', `an egress gateway reaches single hosts, got \`${host}\``, {
          why: 'the gateway must look the host up, and a wildcard has no address',
        });
      }
      if (clientTls && tls !== 'by-gateway') {
        throw new ConstructError('EgressTls', `\`clientTls\` is given, and the gateway does not encrypt: tls is \`${tls}\``, {
          fix: "tls: 'by-gateway'",
        });
      }
      if (tls === 'by-caller') return this.makePassthrough(id, host, port);
      return this.makeHttp(id, {
        host,
        port,
        tls: tls === 'by-gateway' ? (clientTls ?? ClientTls.simple({ sni: host, caCertificates: 'system' })) : undefined,
      });
    });
  }

  private makePassthrough(id: string, host: string, port: number): ExternalService {
    const bank = new EgressService(this, id, { host, ports: [{ number: port, protocol: 'tls' }] });
    const gateway = this.gateway(id, Server.passthrough({ hosts: [host], port }));
    new VirtualService(this, `${id}-through-${this.node.id}`, {
      hosts: [host],
      gateways: ['mesh', gateway],
      tls: [
        { gateways: ['mesh'], port, to: this.hop(id, port) },
        { gateways: [gateway], port, to: bank },
      ],
    });
    // The application's own TLS is not wrapped once more, or the gateway could not read which host is meant.
    this.reached.push({ id, tls: ClientTls.off() });
    return bank;
  }

  private makeHttp(
    id: string,
    { host, port, tls }: { readonly host: string; readonly port: number; readonly tls?: ClientTls },
  ): ExternalService {
    const outside = { number: port, protocol: tls ? ('https' as const) : ('http' as const) };
    const bank = new EgressService(this, id, { host, ports: tls ? [{ number: 80, protocol: 'http' }, outside] : [outside] });
    const gateway = this.gateway(id, Server.istioMutual({ hosts: [host], port: 443 }));
    new VirtualService(this, `${id}-through-${this.node.id}`, {
      hosts: [host],
      gateways: ['mesh', gateway],
      routes: [
        { gateways: ['mesh'], to: this.hop(id, 443) },
        { gateways: [gateway], port: 443, to: { toTargets: () => [{ host, port }] } },
      ],
    });
    if (tls) new DestinationRule(this, `${id}-tls`, { service: bank, portPolicies: { [port]: { tls } } });
    // The gateway tells hosts apart by the name asked for in the handshake.
    this.reached.push({ id, tls: ClientTls.istio({ sni: host }) });
    return bank;
  }

  private gateway(id: string, server: Server): Gateway {
    return new Gateway(this, `${id}-egress`, { selector: this.selector, servers: [server] });
  }

  private hop(subset: string, port: number) {
    return { toTargets: () => [{ host: this.host, port, subset }] };
  }
}

function namespaceUnknown(): never {
  throw new ConstructError('NamespaceUnknown', 'the namespace of an egress gateway is not known', {
    why: "callers in every namespace send to its Service's full name",
    fix: "new Chart(app, 'egress', { namespace: 'egress' })",
  });
}
