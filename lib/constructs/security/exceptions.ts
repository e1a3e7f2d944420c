import { ConstructError } from '../../errors';
import type { Caller } from '../caller';
import { portNumber } from '../port';

/** One of the things that `ZeroTrust` makes. */
export type Protection = 'mutualTls' | 'authorization' | 'egressScope' | 'networkPolicy';

/** A protection that is left open, and why. */
export interface ZeroTrustException {
  /** The protection that is left out. */
  readonly what: Protection;
  /** Stands as an annotation on the object that lets everything through. */
  readonly reason: string;
  /** A `Microservice`, or another member. @default - every one */
  readonly of?: Caller;
  /** Of `mutualTls` of one member: the ports of its pods at which plain text is accepted. @default - all of them */
  readonly ports?: readonly number[];
}

/** Looks up what is left open. */
export class Exceptions {
  /** @throws ConstructError `NoReason`, `ExceptionPorts`, `PortRange` */
  constructor(private readonly all: readonly ZeroTrustException[]) {
    const silent = all.find(({ reason }) => reason.trim() === '');
    if (silent) {
      throw new ConstructError('NoReason', `\`${silent.what}\` is left open without a reason`, {
        why: 'a reader of the manifests in a year has nothing else to go by',
      });
    }
    const misplaced = all.find(
      ({ what, of, ports }) => ports !== undefined && (what !== 'mutualTls' || of === undefined || ports.length === 0),
    );
    if (misplaced) {
      throw new ConstructError('ExceptionPorts', `ports [${misplaced.ports?.join(', ')}] of an exception to \`${misplaced.what}\``, {
        why: 'Istio has a mode for single ports only in a PeerAuthentication of selected pods',
        fix: "what: 'mutualTls', of: the microservice, ports: [9090]",
      });
    }
    for (const port of all.flatMap(({ ports = [] }) => ports)) portNumber(port);
  }

  /** Why a microservice goes without a protection; undefined when it does not. */
  reasonFor(what: Protection, microservice?: Caller): string | undefined {
    const concerns = ({ of }: ZeroTrustException) => of === undefined || of === microservice;
    return this.all.find((exception) => exception.what === what && concerns(exception))?.reason;
  }

  /** Ports at which a microservice accepts plain text; none where it does at all of them. */
  portsWithoutMutualTls(microservice: Caller): readonly number[] {
    const own = this.all.filter(({ what, of }) => what === 'mutualTls' && of === microservice);
    return own.every(({ ports }) => ports !== undefined) ? [...new Set(own.flatMap(({ ports = [] }) => ports))] : [];
  }
}

/** Annotations of an object that lets everything through. */
export function annotations(reason: string | undefined): Record<string, string> | undefined {
  return reason === undefined ? undefined : { 'meshwright/open-because': reason };
}
