import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceOfObject } from '../../lib/manifest/manifest';
import { Mesh } from '../../lib/mesh/mesh';
import { compare } from './comparison';
import { documentedRows, explanationOf } from './explained';

const docs = readFileSync(join(__dirname, '..', '..', 'docs', 'checks.md'), 'utf8');

test('docs/checks.md lists every difference that is known, and no other', () => {
  const rows = docs.split('\n').filter((line) => /^\| KIA\d+ \| (Kiali|here) alone \|/.test(line));
  expect(rows).toEqual(documentedRows());
});

const policy = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'shop', namespace: 'demo' },
  spec: { rules: [{ to: [{ operation: { methods: ['get', 'P*', 'FETCH'] } }] }] },
};
const said = (index: number) => ({
  kind: 'authorizationpolicy',
  namespace: 'demo',
  name: 'shop',
  code: 'KIA0102',
  severity: 'warning',
  path: `spec/rules[0]/to[0]/operation/methods[${index}]`,
  inBoth: true,
});

function comparedWith(checks: readonly ReturnType<typeof said>[]) {
  const manifests = [{ object: policy, source: sourceOfObject() }];
  return compare(manifests, Mesh.load(manifests).mesh, checks);
}

test('what both say at one field is agreed, what one of them says is a difference', () => {
  const { agreed, differences } = comparedWith([said(1), said(2)]);
  expect(Object.fromEntries(agreed)).toEqual({ KIA0102: 1 });
  expect(differences.filter(({ code }) => code === 'KIA0102').map(({ by, field }) => [by, field.text])).toEqual([
    ['kiali', 'P*'],
    ['here', 'get'],
  ]);
});

test('a difference is explained by its kind alone', () => {
  const known = comparedWith([said(1), said(2)]).differences.filter(({ code }) => code === 'KIA0102');
  expect(known.map((each) => explanationOf(each)?.code)).toEqual(['KIA0102', 'KIA0102']);
  const missed = comparedWith([said(0)]).differences.filter(({ code }) => code === 'KIA0102');
  expect(missed.map((each) => [each.field.text, explanationOf(each)])).toEqual([['FETCH', undefined]]);
});

test('what Kiali says on one of its pages alone is no difference', () => {
  const { differences } = comparedWith([{ ...said(1), inBoth: false }, said(0), said(2)]);
  expect(differences.filter(({ code }) => code === 'KIA0102')).toEqual([]);
});
