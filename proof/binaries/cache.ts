import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ProofError } from '../errors';
import { type Recipe, recipes } from './recipes';

/** The programs that were built, one folder a recipe and version, kept outside the repository: `$XDG_CACHE_HOME/meshwright`. */
export class Cache {
  constructor(readonly folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'meshwright')) {}

  /** Whether this very recipe was carried through. */
  has(recipe: Recipe): boolean {
    const stamp = this.stampOf(recipe);
    return existsSync(stamp) && readFileSync(stamp, 'utf8') === JSON.stringify(recipe);
  }

  /** Takes in what `make` puts into the folder it is given: all of it or, should it fail, nothing. */
  async add(recipe: Recipe, make: (folder: string) => Promise<void>): Promise<void> {
    const target = this.folderOf(recipe);
    const partial = `${target}.${process.pid}.partial`;
    await rm(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    try {
      await make(partial);
      writeFileSync(join(partial, 'stamp.json'), JSON.stringify(recipe));
      await rm(target, { recursive: true, force: true });
      renameSync(partial, target);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }

  /** The path of a file that a recipe made, for example `kubernetes`, `kubectl`. @throws ProofError when it was not made yet */
  path(recipeName: string, file: string): string {
    const recipe = recipes.find(({ name }) => name === recipeName);
    const path = recipe && join(this.folderOf(recipe), file);
    if (!path || !this.has(recipe) || !existsSync(path)) {
      throw new ProofError(`\`${file}\` of ${recipeName} is not in ${this.folder} at the pinned version`, {
        fix: `npm run prove:setup${recipe?.onRequest ? ` -- ${recipe.name}` : ''}`,
      });
    }
    return path;
  }

  private folderOf(recipe: Recipe): string {
    return join(this.folder, `${recipe.name}@${recipe.version}`);
  }

  private stampOf(recipe: Recipe): string {
    return join(this.folderOf(recipe), 'stamp.json');
  }
}
