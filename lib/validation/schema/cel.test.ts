import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostic';
import { Field } from '../violation';
import { askRules } from './cel';
import type { CelRule, Schema } from './schemas';

function problems(rule: string, value: unknown, schema: Schema = {}): string[] {
  const violations: Diagnostic[] = [];
  askRules({ rules: [{ rule, message: 'no' }], schema, value, at: Field.root(violations) });
  return violations.map(({ message }) => message);
}

test.each<[string, unknown, Schema, boolean]>([
  ['self > 0 && self <= 65535', 80, { type: 'integer' }, true],
  ['self > 0', 0, { type: 'integer' }, false],
  ['self >= 0.5', 1, { type: 'number' }, true],
  ['self.size() == 1', { a: 1 }, {}, true],
  ['!has(self.a)', { a: null }, {}, true],
  ['self.all(x, x.number > 0)', [{ number: 1 }], {}, true],
  ['self.substring(0, 1) == "/"', '/a', {}, true],
  ['self.matches("^a+$")', 'aaa', {}, true],
  ['isURL(self)', 'not a url', {}, false],
  ['url(self).getScheme() == "https"', 'HTTPS://a', {}, true],
  ['url(self).getHost() == "a:1"', 'http://a:1/b', {}, true],
  ['self == oldSelf', 'a', {}, true],
])('%s of %j: %#', (rule, value, schema, holds) => {
  expect(problems(rule, value, schema)).toEqual(holds ? [] : ['no']);
});

test('a rule that cannot be answered is broken, and says why', () => {
  expect(problems('duration(self) > duration("1s")', 'x')).toEqual([expect.stringMatching(/^no \(.+\)$/)]);
  expect(problems('self.a == 1', {})).toEqual([expect.stringMatching(/^no \(.+\)$/)]);
});

/** Every rule of the imported definitions. */
function importedRules(): CelRule[] {
  const folder = join(__dirname, '..', '..', '..', 'imports', 'schemas');
  const found: CelRule[] = [];
  JSON.stringify(
    readdirSync(folder)
      .filter((name) => name.endsWith('.istio.io.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))),
    (key, value) => {
      if (key === 'x-kubernetes-validations') found.push(...value);
      return value;
    },
  );
  return found;
}

test('every imported rule is one that can be asked', () => {
  const rules = importedRules();
  expect(rules.length).toBeGreaterThan(100);
  const unanswered = rules.filter(({ rule }) =>
    [{}, '', []].some((value) => problems(rule, value).some((message) => message.includes('unbound function'))),
  );
  expect(unanswered).toEqual([]);
});
