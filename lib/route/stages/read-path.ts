import type { PathNormalization } from '../../mesh/installation/mesh-config';
import type { Decision, Destination } from '../answer/decision';
import type { Incoming } from '../request/incoming';
import { normalPath } from '../request/normal-path';
import { readsPath, type Targets } from './targets';

/** A request on its way to the servers' proxies. */
interface Underway {
  readonly incoming?: Incoming;
  /** Did the caller's proxy read the request, and normalize its path? */
  readonly isRead: boolean;
  readonly normalization: PathNormalization;
  /** What lies behind each cluster. */
  readonly targets: Targets;
}

/**
 * The decision with the path as programs get it: a sidecar in front of them normalizes once more what a rewrite made, or
 * what no proxy has read before, and answers 400 where it cannot.
 */
export function readAgain(decision: Decision, underway: Underway): Decision {
  const { incoming, isRead, normalization, targets } = underway;
  const { path, destinations } = decision;
  if (path === null || !incoming || (isRead && path === incoming.target)) return decision;
  if (!destinations.some(({ cluster }) => targets.of(cluster).readsPaths)) return decision;
  const normal = normalPath(path, normalization);
  if (normal === path) return decision;
  const backends = destinations.filter(({ status }) => status === 200).flatMap(({ cluster }) => targets.of(cluster).backends);
  const reading = backends.filter(readsPath).length;
  if (reading === 0) return decision;
  if (reading < backends.length)
    return {
      ...decision,
      undecided: [...decision.undecided, `whether the path arrives as \`${path}\`: only some of the pods have a sidecar`],
    };
  return normal === undefined ? malformed(decision) : { ...decision, path: normal };
}

function malformed(decision: Decision): Decision {
  const reason = 'the path cannot be normalized';
  const destinations = decision.destinations.map(
    (destination): Destination => (destination.status === 200 ? { ...destination, status: 400, reason } : destination),
  );
  return { ...decision, status: 400, reason, path: null, destinations };
}
