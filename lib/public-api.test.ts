/** The public names of the package. A pull request that adds, renames or removes one shows it in the snapshot: say it in CHANGELOG.md too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

function exportedNames(file: string): string[] {
  const text = readFileSync(join(__dirname, file), 'utf8');
  return [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)]
    .flatMap(([, typeOnly, names = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => (typeOnly && !name.startsWith('type ') ? `type ${name}` : name)),
    )
    .map((name) => name.replace(/^(type )?\w+ as /, '$1'))
    .sort((one, other) => (one.replace('type ', '') < other.replace('type ', '') ? -1 : 1));
}

test.each([
  ['meshwright', 'index.ts'],
  ['meshwright/mesh', 'engine.ts'],
  ['meshwright/jest', 'jest/index.ts'],
])('the names that %s exports', (_, file) => {
  expect(exportedNames(file).join('\n')).toMatchSnapshot();
});

test.each(['index.ts', 'engine.ts'])('every value that %s exports is in the list', async (file) => {
  const values = exportedNames(file).filter((name) => !name.startsWith('type '));
  expect(Object.keys(await import(`./${file.replace('.ts', '')}`)).sort()).toEqual(values.sort());
});
