/**
 * `npm run prove:setup [-- name…]`: has everything in the cache that the proof runs, or what is named. Exit code 2 when something could not
 * be made.
 */
import { ProofError } from '../errors';
import { missingForSetup } from '../platform';
import { build } from './build';
import { Cache } from './cache';
import { type Recipe, recipes } from './recipes';

async function main(): Promise<void> {
  const cache = new Cache();
  const wanted = recipesOf(process.argv.slice(2));
  const missing = wanted.filter((recipe) => !cache.has(recipe));
  for (const recipe of wanted.filter((one) => !missing.includes(one))) say(`${label(recipe)} is there`);
  if (missing.length > 0) {
    const lacking = missingForSetup();
    if (lacking.length > 0)
      throw new ProofError(`this machine lacks ${lacking.map(({ what }) => what).join(', ')}`, { fix: lacking[0]?.fix });
    await makeAll(missing, cache);
  }
  say(`all in ${cache.folder}`);
}

function recipesOf(names: readonly string[]): readonly Recipe[] {
  if (names.length === 0) return recipes.filter(({ onRequest }) => !onRequest);
  const known = recipes.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ProofError(`nothing is named \`${unknown}\``, { fix: `one of ${known.join(', ')}` });
  return recipes.filter(({ name }) => names.includes(name));
}

/**
 * One at a time, each with every core: together they compete for memory and disk, and take longer than one after the other. What failed
 * holds up none of the others, and a second run makes only what is missing.
 */
async function makeAll(missing: readonly Recipe[], cache: Cache): Promise<void> {
  const failures: Error[] = [];
  for (const [at, recipe] of missing.entries()) {
    const left = missing.slice(at + 1).map(({ name }) => name);
    say(`${at + 1} of ${missing.length}: ${label(recipe)} ...${left.length > 0 ? ` then ${left.join(', ')}` : ''}`);
    const failure = await make(recipe, cache).catch((error: Error) => error);
    if (!failure) continue;
    failures.push(failure);
    say(failure.message);
  }
  if (failures.length > 0)
    throw new ProofError(`${failures.length} of ${missing.length} could not be made`, {
      fix: 'run `npm run prove:setup` again: it goes on where it stopped',
    });
}

async function make(recipe: Recipe, cache: Cache): Promise<void> {
  const since = Date.now();
  const progress = setInterval(() => say(`building ${recipe.name} (${age(since)})`), 30_000);
  try {
    await cache.add(recipe, (folder) => build(recipe, folder));
    say(`${label(recipe)} built in ${age(since)}`);
  } finally {
    clearInterval(progress);
  }
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
