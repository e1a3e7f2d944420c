import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cache } from './cache';
import { recipes } from './recipes';

const [recipe] = recipes.filter(({ name }) => name === 'etcd');
if (!recipe) throw new Error('no recipe for etcd');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meshwright-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = async (into: string): Promise<void> => writeFileSync(join(into, 'etcd'), '');

test('what was made is there, by its recipe', async () => {
  const cache = new Cache(folder);
  expect(cache.has(recipe)).toBe(false);
  await cache.add(recipe, make);
  expect(cache.has(recipe)).toBe(true);
  expect(cache.path('etcd', 'etcd')).toBe(join(folder, `etcd@${recipe.version}`, 'etcd'));
});

test('a recipe that changed is not there', async () => {
  const cache = new Cache(folder);
  await cache.add(recipe, make);
  expect(cache.has({ ...recipe, module: 'other' } as typeof recipe)).toBe(false);
});

test('what was cut off leaves nothing', async () => {
  const cache = new Cache(folder);
  const fail = async (into: string): Promise<void> => {
    await make(into);
    throw new Error('cut off');
  };
  await expect(cache.add(recipe, fail)).rejects.toThrow('cut off');
  expect(readdirSync(folder)).toEqual([]);
});

test('a missing program says how to get it', () => {
  expect(() => new Cache(folder).path('etcd', 'etcd')).toThrow(
    `\`etcd\` of etcd is not in ${folder} at the pinned version\n    fix: npm run prove:setup`,
  );
});
