import { ConstructError } from '../errors';
import { InputError } from '../manifest/input-tree';
import type { Manifest } from '../manifest/manifest';
import { readManifests } from '../manifest/read-manifests';

/**
 * What the cluster holds beside an app.
 *
 * @param paths files, folders, or `git:<revision>:<path>` @throws ConstructError `World` for what cannot be read
 */
export function readWorld(paths: readonly string[]): readonly Manifest[] {
  if (paths.length === 0) return [];
  const { manifests, problems } = reading(paths);
  const [problem] = problems;
  if (problem === undefined) return manifests;
  const place = problem.position === undefined ? problem.file : `${problem.file}:${problem.position.line}`;
  throw new ConstructError('World', `${problem.message} (${place})`, { why: problem.why, fix: problem.fix });
}

function reading(paths: readonly string[]) {
  try {
    return readManifests(paths);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new ConstructError('World', error.message, { fix: "world: ['cluster.yaml', 'git:main:dist']" });
  }
}
