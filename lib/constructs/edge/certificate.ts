import { Construct } from 'constructs';
import {
  CertificateSpecPrivateKeyAlgorithm as Algorithm,
  Certificate as L1Certificate,
  CertificateSpecPrivateKeyRotationPolicy as Rotation,
} from '../../../imports/cert-manager.io';
import { ConstructError } from '../../errors';
import { hostNames } from '../host';
import { dnsLabel } from '../name';
import { within } from '../within';
import type { IIssuer } from './issuer';

export interface CertificateProps {
  /** Names that it is for; `*.example.com` for all one label below. */
  readonly hosts: readonly string[];
  readonly issuer: IIssuer;
  /** Namespace of the gateway's pods, where they look for the secret. @default 'istio-system' - that of Istio's own ingress gateway */
  readonly namespace?: string;
}

/**
 * A certificate that cert-manager gets and renews, with its key in a secret: what `Server.https` takes as `credential`.
 *
 * Source: cert-manager `Certificate`.
 */
export class Certificate extends Construct {
  /** Secret with certificate and key. */
  readonly secretName: string;

  /**
   * @param id also the name of the object and of its secret
   * @throws ConstructError `NameForm`, `NoHosts`, `HostForm`, `HostTwice`, `EveryHost`
   */
  constructor(scope: Construct, id: string, { hosts, issuer, namespace = 'istio-system' }: CertificateProps) {
    super(scope, id);
    this.secretName = id;
    within(this, () => {
      if (hosts.includes('*')) throw new ConstructError('EveryHost', 'no authority certifies `*`', { fix: "hosts: ['*.example.com']" });
      new L1Certificate(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of a certificate'), namespace },
        spec: {
          secretName: this.secretName,
          dnsNames: hostNames(hosts),
          issuerRef: issuer.issuerRef,
          privateKey: { algorithm: Algorithm.ECDSA, size: 256, rotationPolicy: Rotation.ALWAYS },
        },
      });
    });
  }
}
