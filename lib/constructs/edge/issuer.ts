import { Construct } from 'constructs';
import type { IssuerSpec } from '../../../imports/cert-manager.io';
import { ConstructError } from '../../errors';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { within } from '../within';

/** Who signs certificates, whether made here or elsewhere. */
export interface IIssuer {
  /** How a cert-manager `Certificate` names it. */
  readonly issuerRef: { readonly group: string; readonly kind: string; readonly name: string };
}

/** Exactly one way to sign. */
export type IssuerProps = (
  | { /** An ACME server, which checks that you hold the host. */ readonly acme: Acme; readonly ca?: never; readonly selfSigned?: never }
  | { /** Secret with the authority's certificate and key. */ readonly ca: string; readonly acme?: never; readonly selfSigned?: never }
  | { /** Each certificate signs itself: for tests. */ readonly selfSigned: true; readonly acme?: never; readonly ca?: never }
) & {
  /** That of its certificates. @default 'istio-system' - where Istio's own ingress gateway looks for secrets */
  readonly namespace?: string;
};

/** An authority that checks that you hold the host, as Let's Encrypt does. Source: RFC 8555. */
export interface Acme {
  /** Contact e-mail for ACME notices. */
  readonly email: string;
  /** Address of the ACME server's directory. @default - Let's Encrypt */
  readonly server?: string;
  /** Ingress class by which the challenge is answered over HTTP. @default 'istio' */
  readonly ingressClass?: string;
}

const group = 'cert-manager.io';

/** Who signs certificates in one namespace. Source: cert-manager `Issuer`. */
export class Issuer extends Construct implements IIssuer {
  /** An issuer made elsewhere, for the whole cluster or for the certificate's namespace. */
  static fromName(name: string, kind: 'ClusterIssuer' | 'Issuer' = 'ClusterIssuer'): IIssuer {
    return { issuerRef: { group, kind, name: dnsLabel(name, 'the name of an issuer') } };
  }

  /** How a cert-manager `Certificate` names it. */
  readonly issuerRef: IIssuer['issuerRef'];

  /**
   * @param id also the name of the object
   * @throws ConstructError `NameForm`, `EmailForm`
   */
  constructor(scope: Construct, id: string, props: IssuerProps) {
    super(scope, ownId(scope, id, 'Issuer'));
    onlyKnown('IssuerProps', props, this);
    this.issuerRef = { group, kind: 'Issuer', name: id };
    within(this, () => {
      // Its classes take as long to load as Istio's: only an app with an issuer waits for them.
      const l1: typeof import('../../../imports/cert-manager.io') = require('../../../imports/cert-manager.io');
      new l1.Issuer(this, 'Default', {
        metadata: { name: dnsLabel(id, 'the name of an issuer'), namespace: props.namespace ?? 'istio-system' },
        spec: render(id, props),
      });
    });
  }
}

function render(id: string, { acme, ca, selfSigned }: IssuerProps): IssuerSpec {
  if (ca !== undefined) return { ca: { secretName: ca } };
  if (selfSigned) return { selfSigned: {} };
  return { acme: renderAcme(id, acme) };
}

function renderAcme(id: string, { email, server = 'https://acme-v02.api.letsencrypt.org/directory', ingressClass = 'istio' }: Acme) {
  if (!/^[^@\s]+@[^@\s]+$/.test(email)) throw new ConstructError('EmailForm', `not an address of mail: \`${email}\``);
  return {
    email,
    server,
    privateKeySecretRef: { name: `${id}-account` },
    solvers: [{ http01: { ingress: { ingressClassName: ingressClass } } }],
  };
}
