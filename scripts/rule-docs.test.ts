import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleDocs } from './rule-docs';

test('docs/rules is what the pages of the rules make: `npm run rules`', () => {
  const folder = join(__dirname, '..', 'docs', 'rules');
  const committed = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  expect(committed).toEqual(ruleDocs());
});
