import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cache } from './binaries/cache';

/** Runs whose logs are kept. */
const kept = 10;

/** A folder for the logs of one plane, named after the moment. The oldest ones go. */
export function newLogFolder(root = join(new Cache().folder, 'logs')): string {
  mkdirSync(root, { recursive: true });
  const old = readdirSync(root)
    .sort()
    .slice(0, -(kept - 1));
  for (const name of old) rmSync(join(root, name), { recursive: true, force: true });
  const folder = join(root, new Date().toISOString().replaceAll(':', '-'));
  mkdirSync(folder, { recursive: true });
  return folder;
}
