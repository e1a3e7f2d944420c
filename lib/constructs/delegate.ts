import type { DeclaredElsewhere } from './declared-elsewhere';

/** Routes of another team that a virtual service can hand requests to, whether made here or elsewhere. */
export interface IRouteDelegate extends DeclaredElsewhere {
  /** The name of the VirtualService that holds the routes. */
  readonly objectName: string;
  /** Its namespace. @default - the namespace of whoever names it */
  readonly namespace?: string;
  /** All of its routes are under this path. */
  readonly prefix: string;
  /** Hosts that its routes send to; none where they are made elsewhere. @internal */
  readonly destinations: readonly string[];
  /** Whether it leaves nothing under its prefix to later routes. @default - not known, since it is made elsewhere @internal */
  readonly takesAll?: boolean;
}
