import { FieldReader } from '../../manifest/field';
import { parsePrincipal, principalsOf } from './principals';

test.each([
  ['cluster.local/ns/shop/sa/web', { trustDomain: 'cluster.local', account: 'shop/web' }],
  ['spiffe://cluster.local/ns/shop/sa/web', undefined],
  ['cluster.local/ns/shop/sa/web/more', undefined],
  ['/ns/shop/sa/web', undefined],
  ['cluster.local/ns//sa/web', undefined],
  ['cluster.local/ns/shop/sa/', undefined],
  ['cluster.local/ns/shop/sa/*', undefined],
  ['cluster.local/ns/*/sa/web', undefined],
  ['*/ns/shop/sa/web', undefined],
  ['more cluster.local/ns/shop/sa/web', { trustDomain: 'more cluster.local', account: 'shop/web' }],
])('%s is %j', (text, parsed) => {
  expect(parsePrincipal(text)).toEqual(parsed);
});

test('the principals of all rules, wanted or not, with their places', () => {
  const spec = {
    rules: [
      { from: [{ source: { principals: ['a', 'b'], namespaces: ['x'] } }, { source: { notPrincipals: ['c'] } }] },
      { to: [{ operation: { paths: ['/'] } }] },
      { from: [{ source: { principals: ['d'] } }] },
    ],
  };
  expect(principalsOf(new FieldReader(spec)).map(({ text, path }) => `${text} ${path.join('.')}`)).toEqual([
    'a rules.0.from.0.source.principals.0',
    'b rules.0.from.0.source.principals.1',
    'c rules.0.from.1.source.notPrincipals.0',
    'd rules.2.from.0.source.principals.0',
  ]);
});
