import fc from 'fast-check';
import { dump } from 'js-yaml';
import { kinds } from '../istio/kinds';
import { parseManifests } from '../manifest/parse-manifests';
import { processorTime } from '../manifest/processor-time.test.helper';
import { renderGithub } from '../report/github';
import { renderJson } from '../report/json';
import { renderPretty } from '../report/pretty';
import { renderSarif } from '../report/sarif';
import { check } from './run';

/** `npm run fuzz` asks for 10,000 documents, other ones each time; the test suite for fewer and always the same. */
const runs = process.env.FUZZ_RUNS === undefined ? { numRuns: 400, seed: 11 } : { numRuns: Number(process.env.FUZZ_RUNS) };

/** Never a crash, never more than a second and a half, and every report of it can be written. */
function survives(text: string): void {
  const elapsed = processorTime();
  const reading = parseManifests(text, 'fuzz.yaml');
  const report = { findings: check(reading), objects: reading.manifests.length };
  for (const render of [renderPretty, renderJson, renderGithub, renderSarif]) expect(typeof render(report)).toBe('string');
  expect(elapsed()).toBeLessThan(1500);
}

const names = fc.constantFrom(
  'a',
  'b',
  'shop',
  'demo',
  '*',
  '',
  '.',
  '~',
  'mesh',
  'a/b',
  './a',
  'shop.demo',
  '*.com',
  '__proto__',
  'constructor',
  'toString',
);
const scalars = fc.oneof(
  names,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('(', '%', '(?i)a', '.*', '0s', '1e999'),
);
const fields = fc.constantFrom(
  ...'hosts gateways http tls tcp match uri prefix exact regex headers withoutHeaders queryParams route destination host subset port number weight'.split(
    ' ',
  ),
  ...'rewrite redirect redirectCode mirror mirrors delegate name namespace exportTo selector matchLabels labels servers protocol bind mode'.split(
    ' ',
  ),
  ...'credentialName subsets trafficPolicy portLevelSettings loadBalancer consistentHash httpHeaderName ports targetPort addresses endpoints'.split(
    ' ',
  ),
  ...'workloadSelector egress rules from to when source namespaces configPatches patch operation applyTo template spec containers metadata'.split(
    ' ',
  ),
  ...'webhooks clientConfig service url data mesh meshNetworks status conditions annotations items kind apiVersion __proto__ constructor'.split(
    ' ',
  ),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7, depthSize: 'large' },
    scalars,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(fields, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const object = fc.record({
  apiVersion: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('v1', 'networking.istio.io/v1', 'security.istio.io/v1', 'apps/v1', 'telemetry.istio.io/v1') },
    { weight: 1, arbitrary: tree },
  ),
  kind: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...Object.values(kinds).map((kind) => kind.split('/')[1])) },
    { weight: 1, arbitrary: tree },
  ),
  metadata: fc.oneof(
    { weight: 9, arbitrary: fc.record({ name: names, namespace: names, labels: tree, annotations: tree }, { requiredKeys: ['name'] }) },
    { weight: 1, arbitrary: tree },
  ),
  spec: tree,
  status: tree,
});

test('objects of any shape', () => {
  const set = fc.array(object, { maxLength: 4 }).map((objects) => objects.map((one) => dump(one, { noRefs: true })).join('---\n'));
  fc.assert(fc.property(set, survives), runs);
}, 600_000);

test('any text', () => {
  const piece = fc.constantFrom(
    'a: ',
    '- ',
    '\n',
    '  ',
    '\t',
    '{',
    '}',
    '[',
    ']',
    '&x ',
    '*x',
    '|',
    '>',
    '"',
    "'",
    '#',
    ': ',
    '---\n',
    '...\n',
    '<<: ',
    '!!int ',
    '\0',
    '\ud800',
    '? ',
    '%YAML 1.1\n',
    'kind: Service\n',
    'apiVersion: v1\n',
    'metadata: {name: a}\n',
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  fc.assert(fc.property(text, survives), runs);
}, 600_000);

test.each([
  ['nesting beyond measure', '['.repeat(100_000)],
  ['mappings beyond measure', '{a: '.repeat(50_000)],
  ['indents beyond measure', Array.from({ length: 2000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
  ['aliases that multiply', ['l0: &l0 x', ...Array.from({ length: 30 }, (_, n) => `l${n + 1}: &l${n + 1} [*l${n}, *l${n}]`)].join('\n')],
  ['an alias that contains itself', 'apiVersion: v1\nkind: &a {b: *a}'],
  ['a merge key that contains itself', '&a\napiVersion: v1\nkind: X\nmetadata: {name: a}\n<<: *a'],
  ['a very long line', `a: ${'x'.repeat(2_000_000)}`],
  [
    'a regex that explodes elsewhere',
    dump({
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'a' },
      spec: { hosts: ['a'], http: [{ match: [{ withoutHeaders: { a: { regex: '(a*)*b'.repeat(50) } } }] }] },
    }),
  ],
])('%s', (_, text) => survives(text));
