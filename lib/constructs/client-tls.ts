import {
  DestinationRuleSpecTrafficPolicyTlsMode as Mode,
  type DestinationRuleSpecTrafficPolicyTls as Tls,
} from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { hostName } from './host';
import { onlyKnown } from './only-known';

/** What a caller checks of the server's certificate. */
export interface ServerIdentity {
  /** Name asked for in the TLS handshake (SNI). @default - the host of the request, for a host outside the mesh; else Istio's */
  readonly sni?: string;
  /** Names of which the server's certificate must have one. @default - any name that the CA signed */
  readonly subjectAltNames?: readonly string[];
}

export interface SimpleTlsOptions extends ServerIdentity {
  /** Secret with the CA's certificate, in the namespace of the calling pods. @default - the operating system's CAs */
  readonly credential?: string;
  /** Path of the CA's certificate in the calling proxy. @default - the operating system's CAs */
  readonly caCertificates?: string;
  /** Accept any certificate. @default false */
  readonly insecureSkipVerify?: boolean;
}

/** The caller's own certificate: one Secret, or paths in the calling proxy. */
export type MutualTlsOptions = ServerIdentity &
  (
    | {
        /** Secret with the caller's certificate and key, and the CA's certificate, in the namespace of the calling pods. */
        readonly credential: string;
      }
    | {
        /** Path of the caller's certificate in the calling proxy. */
        readonly clientCertificate: string;
        /** Path of its key in the calling proxy. */
        readonly privateKey: string;
        /** Path of the CA's certificate in the calling proxy. @default - the operating system's CAs */
        readonly caCertificates?: string;
      }
  );

/**
 * How callers encrypt connections to a destination. Without it, Istio uses mutual TLS wherever the called pod has a proxy.
 *
 * Source: Istio `ClientTLSSettings`.
 */
export class ClientTls {
  /** Plain text, even to pods with a proxy. Rejected by pods whose PeerAuthentication is STRICT. */
  static off(): ClientTls {
    return new ClientTls({ mode: Mode.DISABLE });
  }

  /** Mutual TLS with the certificates of the mesh. @throws ConstructError `HostForm` */
  static istio(identity: ServerIdentity = {}): ClientTls {
    return new ClientTls({ mode: Mode.ISTIO_UNDERSCORE_MUTUAL, ...rendered(onlyKnown('ServerIdentity', identity)) });
  }

  /** TLS in which only the server shows a certificate. @throws ConstructError `TlsCredential`, `TlsUnverified`, `HostForm` */
  static simple(options: SimpleTlsOptions = {}): ClientTls {
    const { credential, caCertificates, insecureSkipVerify, ...identity } = onlyKnown('SimpleTlsOptions', options);
    if (credential !== undefined && caCertificates !== undefined) {
      throw new ConstructError('TlsCredential', `the CA is given by Secret \`${credential}\` and by file \`${caCertificates}\``, {
        why: 'istiod rejects a rule with both',
        fix: 'leave `caCertificates` out',
      });
    }
    const verified = credential ?? caCertificates ?? identity.subjectAltNames?.[0];
    if (insecureSkipVerify && verified !== undefined) {
      throw new ConstructError('TlsUnverified', `\`insecureSkipVerify\` contradicts \`${verified}\`, which says what to verify`, {
        fix: 'leave `insecureSkipVerify` out',
      });
    }
    return new ClientTls({ mode: Mode.SIMPLE, credentialName: credential, caCertificates, insecureSkipVerify, ...rendered(identity) });
  }

  /** TLS in which both sides show a certificate that is not the mesh's. @throws ConstructError `HostForm` */
  static mutual(options: MutualTlsOptions): ClientTls {
    const identity = rendered(onlyKnown('MutualTlsOptions', options));
    if ('credential' in options) return new ClientTls({ mode: Mode.MUTUAL, credentialName: options.credential, ...identity });
    const { clientCertificate, privateKey, caCertificates } = options;
    return new ClientTls({ mode: Mode.MUTUAL, clientCertificate, privateKey, caCertificates, ...identity });
  }

  private constructor(
    /** @internal */
    readonly spec: Tls,
  ) {}
}

function rendered({ sni, subjectAltNames }: ServerIdentity): Pick<Tls, 'sni' | 'subjectAltNames'> {
  return { sni: sni === undefined ? undefined : hostName(sni), subjectAltNames: subjectAltNames && [...subjectAltNames] };
}
