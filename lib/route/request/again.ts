import type { Destination } from '../answer/decision';
import type { HttpAttributes } from '../policy/attributes';
import { headerChanges } from '../rule/header-changes';
import type { Incoming } from './incoming';
import { normalPath } from './normal-path';

/** A request as the proxy of the called pod receives it: the path is normalized once more, headers are changed. */
export function receivedAgain(request: Incoming, destination: Destination, target: string): HttpAttributes {
  const normal = normalPath(target) ?? target;
  const mark = normal.indexOf('?');
  const { set, removed } = headerChanges(destination, request);
  const changes = Object.keys(set).length + removed.length;
  return {
    method: request.method,
    scheme: request.scheme,
    authority: destination.host,
    target: normal,
    path: mark < 0 ? normal : normal.slice(0, mark),
    headers:
      changes === 0
        ? request.headers
        : new Map(
            [...request.headers]
              .filter(([name]) => !removed.includes(name))
              .concat(Object.entries(set).map(([name, values]): [string, readonly string[]] => [name, values])),
          ),
  };
}
