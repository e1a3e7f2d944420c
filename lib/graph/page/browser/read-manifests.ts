/*
 * In place of `lib/manifest/read-manifests.ts` in a page, which has no files.
 */

/** @throws Error always */
export function readManifests(): never {
  throw new Error('a page reads no files');
}
