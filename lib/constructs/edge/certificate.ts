import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { hostNames } from '../host';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import type { IIssuer } from './issuer';

/** Which hosts a certificate is for, who issues it, and where it goes. */
export interface CertificateProps {
  /** Names that it is for; `*.example.com` for all one label below. */
  readonly hosts: readonly string[];
  /** Who issues it: an `Issuer` of this app, or the name of one that exists. */
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
  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, ownId(scope, id, 'Certificate'));
    const { hosts, issuer, namespace = 'istio-system' } = onlyKnown('CertificateProps', props, this);
    this.secretName = id;
    within(this, () => {
      if (hosts.includes('*')) throw new ConstructError('EveryHost', 'no authority certifies `*`', { fix: "hosts: ['*.example.com']" });
      // Its classes take as long to load as Istio's: only an app with a certificate waits for them.
      const l1: typeof import('../../../imports/cert-manager.io') = require('../../../imports/cert-manager.io');
      const { CertificateSpecPrivateKeyAlgorithm: Algorithm, CertificateSpecPrivateKeyRotationPolicy: Rotation } = l1;
      new l1.Certificate(this, 'Default', {
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
