import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Destination } from '../answer/decision';
import type { HttpAttributes } from '../policy/attributes';
import { headerChanges } from '../rule/header-changes';
import type { Incoming } from './incoming';
import { normalPath } from './normal-path';

interface AgainReceived {
  readonly target: string;
  readonly normalization: PathNormalization;
  /** Did a proxy before this one read the request, and normalize its path? @default true */
  readonly isRead?: boolean;
}

/** A request as the proxy of the called pod receives it: the path is normalized once more, headers are changed. */
export function receivedAgain(
  request: Incoming,
  destination: Destination,
  { target, normalization, isRead = true }: AgainReceived,
): HttpAttributes {
  const isSame = isRead && target === request.target && destination.host === request.authority;
  return isSame && !changesHeaders(destination)
    ? request
    : new ReceivedAgain(request, destination, normalPath(target, normalization) ?? target);
}

function changesHeaders({ requestHeaders }: Destination): boolean {
  return requestHeaders.some(({ remove, set, add }) => remove.length + set.length + add.length > 0);
}

class ReceivedAgain implements HttpAttributes {
  readonly path: string;
  private changed: HttpAttributes['headers'] | undefined;

  constructor(
    private readonly request: Incoming,
    private readonly destination: Destination,
    readonly target: string,
  ) {
    const mark = this.target.indexOf('?');
    this.path = mark < 0 ? this.target : this.target.slice(0, mark);
  }

  get method(): string {
    return this.request.method;
  }

  get scheme(): string {
    return this.request.scheme;
  }

  get authority(): string {
    return this.destination.host;
  }

  /** Put together when a condition first asks for one. */
  get headers(): HttpAttributes['headers'] {
    this.changed ??= changesHeaders(this.destination) ? changedHeaders(this.request, this.destination) : this.request.headers;
    return this.changed;
  }
}

function changedHeaders(request: Incoming, destination: Destination): HttpAttributes['headers'] {
  const { set, removed } = headerChanges(destination, request);
  const out = new Map(request.headers);
  for (const name of removed) out.delete(name);
  for (const [name, values] of Object.entries(set)) out.set(name, values);
  return out;
}
