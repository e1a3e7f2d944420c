import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { build } from '../../proof/binaries/build';
import { Cache } from '../../proof/binaries/cache';
import { type PeerName, peerRecipes } from './recipes';

const cache = new Cache();

/** The path of a peer's program and its version; undefined where it was neither built nor is installed. */
export function peer(name: PeerName): { readonly program: string; readonly version: string } | undefined {
  const recipe = peerRecipes.find((each) => each.name === name);
  if (recipe && cache.has(recipe)) return { program: join(cache.folder, `${name}@${recipe.version}`, name), version: recipe.version };
  const installed = onPath(name);
  return installed ? { program: installed, version: 'as installed' } : undefined;
}

/** istioctl, which the test control plane has too. */
export function istioctl(): string | undefined {
  try {
    return cache.path('istio', 'istioctl');
  } catch {
    return onPath('istioctl');
  }
}

/** Builds the peers that are missing, one at a time. A peer that cannot be built is said to be missing, and holds up none of the others. */
export async function buildPeers(say: (line: string) => void): Promise<void> {
  for (const recipe of peerRecipes.filter((each) => !cache.has(each))) {
    say(`building ${recipe.name} ${recipe.version}`);
    await cache.add(recipe, (folder) => build(recipe, folder)).catch((error: Error) => say(`${recipe.name}: ${error.message}`));
  }
}

/** The path of an installed program. */
export function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
