import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleList } from './rule-list';

test('lib/check/all-rules.ts is what the files of the rules make: `npm run rules`', () => {
  const committed = readFileSync(join(__dirname, '..', 'lib', 'check', 'all-rules.ts'), 'utf8');
  expect(committed).toBe(ruleList());
});
