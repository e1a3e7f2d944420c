/** `npm run prove:setup`: has everything in the cache that the proof runs. Exit code 2 when something could not be made. */
import { ProofError } from '../errors';
import { missingForSetup } from '../platform';
import { build } from './build';
import { Cache } from './cache';
import { type Recipe, recipes } from './recipes';

async function main(): Promise<void> {
  const cache = new Cache();
  const missing = recipes.filter((recipe) => !cache.has(recipe));
  for (const recipe of recipes.filter((one) => !missing.includes(one))) say(`${label(recipe)} is there`);
  if (missing.length > 0) {
    const lacking = missingForSetup();
    if (lacking.length > 0)
      throw new ProofError(`this machine lacks ${lacking.map(({ what }) => what).join(', ')}`, { fix: lacking[0]?.fix });
    await makeAll(missing, cache);
  }
  say(`all in ${cache.folder}`);
}

/** All at once: each is cut off by none of the others, and a second run makes only what failed. */
async function makeAll(missing: readonly Recipe[], cache: Cache): Promise<void> {
  const building = new Map<Recipe, number>();
  const progress = setInterval(
    () => say(`building ${[...building].map(([recipe, since]) => `${recipe.name} (${age(since)})`).join(', ')}`),
    30_000,
  );
  const results = await Promise.allSettled(
    missing.map(async (recipe) => {
      const since = Date.now();
      building.set(recipe, since);
      say(`${label(recipe)} …`);
      await cache.add(recipe, (folder) => build(recipe, folder)).finally(() => building.delete(recipe));
      say(`${label(recipe)} built in ${age(since)}`);
    }),
  );
  clearInterval(progress);
  const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  for (const failure of failures) say(failure.message);
  if (failures.length > 0)
    throw new ProofError(`${failures.length} of ${missing.length} could not be made`, {
      fix: 'npm run prove:setup again goes on where it stopped',
    });
}

function label({ name, version }: Recipe): string {
  return `${name} ${version}`;
}

function age(since: number): string {
  return `${Math.round((Date.now() - since) / 1000)} s`;
}

function say(line: string): void {
  process.stderr.write(`prove:setup  ${line}\n`);
}

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
