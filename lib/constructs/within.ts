import type { Construct, IConstruct } from 'constructs';
import { ConstructError } from '../errors';

/** Runs a part of a construct's making; what is refused there is told with the construct's path. */
export function within<T>(construct: IConstruct, make: () => T, at?: string): T {
  return locating(construct.node.path, make, at);
}

/** The same for what is made before the construct itself is: its own props are made of it. */
export function withinNew<T>(scope: Construct, id: string, make: () => T): T {
  return locating([scope.node.path, id].filter(Boolean).join('/'), make);
}

function locating<T>(path: string, make: () => T, at?: string): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConstructError && error.details.construct === undefined) throw error.in(path, at);
    throw error;
  }
}
