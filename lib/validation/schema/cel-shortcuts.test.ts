import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { programOf } from './cel';
import { certainlyHolds } from './cel-shortcuts';
import { type CelRule, read, type Schema } from './schemas';

interface Ruled {
  readonly rule: CelRule;
  readonly schema: Schema;
}

/** Every rule of every imported definition, once for each schema that is alike. */
function ruled(value: unknown, found = new Map<string, Ruled>()): Map<string, Ruled> {
  if (Array.isArray(value)) for (const item of value) ruled(item, found);
  else if (typeof value === 'object' && value !== null) {
    const schema = value as Schema;
    for (const rule of Array.isArray(schema['x-kubernetes-validations']) ? schema['x-kubernetes-validations'] : []) {
      if (!rule.rule.includes('oldSelf')) found.set(`${rule.rule} ${schema.type}`, { rule, schema });
    }
    for (const below of Object.values(value)) ruled(below, found);
  }
  return found;
}

const folder = join(__dirname, '../../../imports/schemas');
const files = readdirSync(folder).filter((file) => !/protobuf|annotations/.test(file));
const all = files.flatMap((file) => [...ruled(read(file.replace('.json', ''))).values()]);

/** Values that some rule asks about, and their neighbours. */
const everyText = `* a a* a/b -a 80 0 65536 1ms 5ns 5us 0s 10s 1.5s 01s 999999h unix:// unix:///a/ unix://@a __in__ HTTP HTTPS NONE STATIC
DNS_ROUND_ROBIN UPSERT REMOVE WAYPOINT HOST Service ftp://a https://a.b/c http:// http://:80`
  .split(/\s/)
  .concat('', ' ');
const texts = fc.constantFrom(...everyText);
const whole = fc.oneof(fc.constantFrom(-1, 0, 1, 80, 65535, 65536), fc.integer());

/** Values that the structure of a schema lets through. */
function valuesOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (schema['x-kubernetes-int-or-string']) return fc.oneof(whole, texts);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'string') return texts;
  if (schema.type === 'boolean') return fc.boolean();
  if (schema.type === 'array') return fc.array(valuesOf(schema.items ?? {}, depth + 1), { maxLength: depth === 0 ? 3 : 2 });
  if (schema.type !== 'object') return whole;
  if (typeof schema.additionalProperties === 'object')
    return fc.dictionary(texts, valuesOf(schema.additionalProperties, depth + 1), { maxKeys: 3 });
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valuesOf(property, depth + 1)] as const);
  const deep = depth > 2 ? [] : properties.map(([name, value]) => [name, fc.option(value, { freq: 6 })] as const);
  return fc.record(Object.fromEntries(deep), { requiredKeys: [] });
}

test.each(files)('%s: what a form says of a rule, CEL says too', (file) => {
  for (const { rule, schema } of ruled(read(file.replace('.json', ''))).values()) {
    const ask = programOf(rule);
    const hold = (value: unknown) => {
      if (certainlyHolds(rule, value)) expect([rule.rule, value, ask(value, schema)]).toEqual([rule.rule, value, undefined]);
    };
    if (schema.type === 'string') everyText.forEach(hold);
    else fc.assert(fc.property(valuesOf(schema), hold), { numRuns: 60, seed: 19 });
  }
});

test('few rules of Istio have no form', () => {
  const istio = files
    .filter((file) => file.endsWith('istio.io.json'))
    .flatMap((file) => [...ruled(read(file.replace('.json', ''))).values()]);
  const without = istio.filter(
    ({ rule, schema }) => !fc.sample(valuesOf(schema), { numRuns: 100, seed: 19 }).some((value) => certainlyHolds(rule, value)),
  );
  expect(without.map(({ rule }) => rule.rule.replace(/\s+/g, ' ').slice(0, 60))).toMatchInlineSnapshot(`
[
  "has(self.wasm) != has(self.lua)",
  "isURL(self) ? (url(self).getScheme() in ["", "http", "https"",
  "isURL(self) ? (url(self).getScheme() in ["", "http", "https"",
]
`);
  expect(all.length).toBeGreaterThan(100);
});
