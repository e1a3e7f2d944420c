import {
  type GatewaySpecServers,
  type GatewaySpecServersTls,
  GatewaySpecServersTlsMaxProtocolVersion as MaxVersion,
  GatewaySpecServersTlsMinProtocolVersion as MinVersion,
  GatewaySpecServersTlsMode as Mode,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { hostNames, serverHost } from './host';
import { dnsLabel } from './name';
import { onlyKnown } from './only-known';
import { portNumber } from './port';

interface ServerOptions {
  /** Hosts that the server answers for; `*.example.com` and `*` are wildcards, `shop/…` serves routes of that namespace only. */
  readonly hosts: readonly string[];
  /** Name of the port, unique in its gateway. @default - the protocol, numbered where several servers share it */
  readonly name?: string;
}

/** A server of plain HTTP. */
export interface HttpServerOptions extends ServerOptions {
  /** The port it listens on. @default 80 */
  readonly port?: number;
  /** Answer each request with a 301 to the same address under https. @default false */
  readonly httpsRedirect?: boolean;
}

/** A server of HTTPS that ends TLS. */
export interface HttpsServerOptions extends ServerOptions {
  /** The port it listens on. @default 443 */
  readonly port?: number;
  /** A `Certificate`, or the name of a Secret with certificate and key that exists in the namespace of the gateway's pods. */
  readonly credential: string | { readonly secretName: string };
  /**
   * Whether the caller shows a certificate, too: it must, or it may. The CA's is in the same secret, or in `<credential>-cacert`.
   *
   * @default false
   */
  readonly mutual?: boolean | 'optional';
  /** Names of which the caller's certificate must have one. @default - any that the CA signed */
  readonly subjectAltNames?: readonly string[];
  /** Oldest TLS that is spoken. @default '1.2' */
  readonly minTls?: '1.2' | '1.3';
  /** Newest TLS that is spoken. @default - the newest that Envoy knows */
  readonly maxTls?: '1.2' | '1.3';
  /** Ciphers of TLS 1.2, in Envoy's names. @default - Envoy's */
  readonly cipherSuites?: readonly string[];
}

/** A server of TLS that ends it and passes bytes on. */
export interface TlsServerOptions extends Omit<HttpsServerOptions, 'port'> {
  /** The port it listens on. */
  readonly port: number;
}

/** A server that only workloads of the mesh reach, by mutual TLS. */
export interface IstioMutualServerOptions extends ServerOptions {
  /** The port it listens on. @default 443 */
  readonly port?: number;
  /** What is inside of TLS: `https` for `routes`, `tls` for `tcp` routes. @default 'https' */
  readonly protocol?: 'https' | 'tls';
}

/** A server that passes TLS on by its server name, unread. */
export interface PassthroughServerOptions extends ServerOptions {
  /** The port it listens on. @default 443 */
  readonly port?: number;
}

/** A server of plain TCP. */
export interface TcpServerOptions {
  /** The port it listens on. */
  readonly port: number;
  /** The hosts by which VirtualServices name the server. @default ['*'] */
  readonly hosts?: readonly string[];
  /** Name of the port, unique in its gateway. @default - the protocol, numbered where several servers share it */
  readonly name?: string;
}

interface RenderedServer extends ServerOptions {
  readonly port: number;
  readonly protocol: string;
  readonly tls?: GatewaySpecServersTls;
  readonly existingSecret?: string;
}

/**
 * One port of a gateway: what it speaks, and for which hosts.
 *
 * Source: Istio `Gateway.servers`. All factories throw ConstructError `NoHosts`, `HostForm`, `HostTwice`, `PortRange`, `NameForm`.
 */
export class Server {
  /** Plain HTTP. */
  static http(options: HttpServerOptions): Server {
    const { hosts, name, port = 80, httpsRedirect } = onlyKnown('HttpServerOptions', options);
    return new Server({ protocol: 'HTTP', port, hosts, name, tls: httpsRedirect ? { httpsRedirect } : undefined });
  }

  /** HTTPS that ends at the gateway; routes see HTTP. @throws ConstructError `NoCredential` */
  static https(options: HttpsServerOptions): Server {
    const { port = 443, ...others } = onlyKnown('HttpsServerOptions', options);
    return Server.terminating('HTTPS', { ...others, port });
  }

  /** TLS of any protocol that ends at the gateway; `tcp` routes see the bytes inside. @throws ConstructError `NoCredential` */
  static tls(options: TlsServerOptions): Server {
    return Server.terminating('TLS', onlyKnown('TlsServerOptions', options));
  }

  /** HTTP/2 in plain text, as gRPC speaks it. */
  static grpc(options: PassthroughServerOptions): Server {
    const { hosts, name, port = 80 } = onlyKnown('PassthroughServerOptions', options);
    return new Server({ protocol: 'GRPC', port, hosts, name });
  }

  /** Mutual TLS with certificates of the mesh: for callers in the mesh, as at an egress gateway. */
  static istioMutual(options: IstioMutualServerOptions): Server {
    const { hosts, name, port = 443, protocol = 'https' } = onlyKnown('IstioMutualServerOptions', options);
    return new Server({ protocol: protocol.toUpperCase(), port, hosts, name, tls: { mode: Mode.ISTIO_UNDERSCORE_MUTUAL } });
  }

  /**
   * TLS of the mesh that goes to the service which the caller's proxy names, without any route: the east-west gateway between
   * clusters of several networks.
   */
  static autoPassthrough(options: PassthroughServerOptions): Server {
    const { hosts, name, port = 15443 } = onlyKnown('PassthroughServerOptions', options);
    return new Server({ protocol: 'TLS', port, hosts, name, tls: { mode: Mode.AUTO_UNDERSCORE_PASSTHROUGH } });
  }

  private static terminating(protocol: 'HTTPS' | 'TLS', options: TlsServerOptions): Server {
    const { hosts, name, port, credential, mutual = false, minTls = '1.2', maxTls, cipherSuites, subjectAltNames } = options;
    const credentialName = typeof credential === 'string' ? credential : credential.secretName;
    if (credentialName === '') {
      throw new ConstructError('NoCredential', 'the credential of an https server is empty', {
        why: 'the gateway would have no certificate to show, and Istio would drop the server',
      });
    }
    if (maxTls !== undefined && maxTls < minTls) {
      throw new ConstructError('TlsVersions', `the newest TLS is \`${maxTls}\`, and the oldest \`${minTls}\``, {
        fix: `minTls: '${maxTls}'`,
      });
    }
    const tls = {
      mode: mutual === 'optional' ? Mode.OPTIONAL_UNDERSCORE_MUTUAL : mutual ? Mode.MUTUAL : Mode.SIMPLE,
      credentialName,
      minProtocolVersion: minTls === '1.3' ? MinVersion.TLSV1_UNDERSCORE_3 : MinVersion.TLSV1_UNDERSCORE_2,
      maxProtocolVersion: maxTls && (maxTls === '1.3' ? MaxVersion.TLSV1_UNDERSCORE_3 : MaxVersion.TLSV1_UNDERSCORE_2),
      cipherSuites: cipherSuites && [...cipherSuites],
      subjectAltNames: subjectAltNames && [...subjectAltNames],
    };
    const existingSecret = typeof credential === 'string' ? credential : undefined;
    return new Server({ protocol, port, hosts, name, tls, existingSecret });
  }

  /** TLS that the destination ends: `tls` routes see no more than the name asked for (SNI). */
  static passthrough(options: PassthroughServerOptions): Server {
    const { hosts, name, port = 443 } = onlyKnown('PassthroughServerOptions', options);
    return new Server({ protocol: 'TLS', port, hosts, name, tls: { mode: Mode.PASSTHROUGH } });
  }

  /** Bytes of any protocol, for `tcp` routes. */
  static tcp(options: TcpServerOptions): Server {
    const { hosts = ['*'], name, port } = onlyKnown('TcpServerOptions', options);
    return new Server({ protocol: 'TCP', port, hosts, name });
  }

  /** The hosts it serves, `namespace/` prefixes included. */
  readonly hosts: readonly string[];
  /** The port it listens on. */
  readonly port: number;
  /** Name of a Secret that exists without this app. @default - none is needed, or a `Certificate` makes it @internal */
  readonly existingSecret?: string;
  /** The name asked for, if any. */
  readonly name?: string;
  /** `http`, `https`, `grpc`, `tls` or `tcp`. */
  readonly protocol: string;
  private readonly tls?: GatewaySpecServersTls;

  private constructor(options: RenderedServer) {
    this.hosts = hostNames(options.hosts, serverHost);
    this.port = portNumber(options.port);
    this.name = options.name === undefined ? undefined : dnsLabel(options.name, 'the name of a port');
    this.protocol = options.protocol.toLowerCase();
    this.tls = options.tls;
    this.existingSecret = options.existingSecret;
  }

  /** @internal */
  render(name: string): GatewaySpecServers {
    return { hosts: [...this.hosts], port: { number: this.port, name, protocol: this.protocol.toUpperCase() }, tls: this.tls };
  }
}
