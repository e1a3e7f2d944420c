import type { Plane } from '../plane';
import { run } from '../run';

/** What a sync did to one object. */
export interface Synced {
  /** `group/Kind/namespace/name` */
  readonly key: string;
  readonly status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  readonly message: string;
}

/**
 * Brings the plane to what the folder says, by Argo CD's own sync engine; through when all waves are healthy.
 *
 * @throws ProofError with what the engine says when it did not succeed
 */
export async function sync(plane: Plane, command: string, folder: string): Promise<readonly Synced[]> {
  const lines = await run(command, [plane.kubeconfig, folder], { timeout: 150_000 });
  return lines
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, Synced['status'], string])
    .map(([key, status, message]) => ({ key, status, message }));
}
