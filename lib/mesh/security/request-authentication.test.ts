import { Mesh } from '../mesh';

function keysIn(jwtRules: readonly object[], fetchedKeys?: Readonly<Record<string, string>>): string[] {
  const metadata = { name: 'tokens', namespace: 'shop' };
  const object = { apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication', metadata, spec: { jwtRules } };
  const { policies } = Mesh.of([object], { fetchedKeys, admission: 'ignored' });
  return policies.allAuthentications.flatMap(({ rules }) => rules.map(({ jwks }) => jwks));
}

const rules = [{ issuer: 'a', jwksUri: 'https://a.example.com' }, { issuer: 'b' }, { issuer: 'c', jwks: 'own' }, { issuer: 'toString' }];

test('keys that istiod fetches are those that are given for the issuer, else those for all', () => {
  expect(keysIn(rules)).toEqual(['', '', 'own', '']);
  expect(keysIn(rules, { a: 'of a' })).toEqual(['of a', '', 'own', '']);
  expect(keysIn(rules, { a: 'of a', '*': 'of all' })).toEqual(['of a', 'of all', 'own', 'of all']);
});
