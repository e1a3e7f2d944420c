import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold no sources and no manifests of one's own. */
const passedOver = new Set(['node_modules', '.git']);

/** Files below some paths, and when each was changed. */
export interface Watched {
  readonly paths: readonly string[];
  /** @default - every file */
  readonly takes?: (file: string) => boolean;
  /** In milliseconds. @default 300 */
  readonly interval?: number;
}

/**
 * Calls back after files below some paths were changed, made or deleted, once they are at rest. The files are looked at again and again:
 * what the system reports of folders differs from one to the next, and is silent on network disks.
 *
 * @returns what ends it
 */
export function watch({ paths, takes = () => true, interval = 300 }: Watched, changed: () => void): () => void {
  let known = stateOf(paths, takes);
  let isMoving = false;
  const timer = setInterval(() => {
    const now = stateOf(paths, takes);
    if (now !== known) {
      known = now;
      isMoving = true;
    } else if (isMoving) {
      isMoving = false;
      changed();
    }
  }, interval);
  return () => clearInterval(timer);
}

function stateOf(paths: readonly string[], takes: (file: string) => boolean): string {
  return paths
    .flatMap((path) => filesBelow(path))
    .filter(takes)
    .map((file) => {
      try {
        const { mtimeMs, size } = statSync(file);
        return `${file} ${mtimeMs} ${size}`;
      } catch {
        return `${file} gone`;
      }
    })
    .sort()
    .join('\n');
}

function filesBelow(path: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries.flatMap((entry) => {
    if (passedOver.has(entry.name)) return [];
    const below = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(below) : [below];
  });
}
