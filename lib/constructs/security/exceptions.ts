import { ConstructError } from '../../errors';
import type { Caller } from '../caller';

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
}

/** Looks up what is left open. */
export class Exceptions {
  /** @throws ConstructError `NoReason` */
  constructor(private readonly all: readonly ZeroTrustException[]) {
    const silent = all.find(({ reason }) => reason.trim() === '');
    if (silent) {
      throw new ConstructError('NoReason', `\`${silent.what}\` is left open without a reason`, {
        why: 'whoever reads the manifests in a year has nothing else to go by',
      });
    }
  }

  /** Why a microservice goes without a protection; undefined when it does not. */
  reasonFor(what: Protection, microservice?: Caller): string | undefined {
    const concerns = ({ of }: ZeroTrustException) => of === undefined || of === microservice;
    return this.all.find((exception) => exception.what === what && concerns(exception))?.reason;
  }
}

/** Annotations of an object that lets everything through. */
export function annotations(reason: string | undefined): Record<string, string> | undefined {
  return reason === undefined ? undefined : { 'meshwright/open-because': reason };
}
