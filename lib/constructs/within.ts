import type { Construct } from 'constructs';
import { ConstructError } from '../errors';

/** Runs a part of a construct's making; what is refused there is told with the construct's path. */
export function within<T>(construct: Construct, make: () => T, at?: string): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConstructError && error.details.construct === undefined) throw error.in(construct.node.path, at);
    throw error;
  }
}
