import { createHash } from 'node:crypto';
import { readManifests } from '../../lib/manifest/read-manifests';

/**
 * What an output declares, whatever its format and order: two outputs with the same digest are the same objects.
 *
 * @throws Error for what cannot be read
 */
export function meaningOf(path: string): string {
  const { manifests, problems } = readManifests([path], { recursive: true });
  if (problems[0]) throw new Error(problems[0].message);
  const objects = manifests.map(({ object }) => canonical(object)).sort();
  return `${objects.length} objects ${createHash('sha256').update(objects.join('\n')).digest('hex').slice(0, 12)}`;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
