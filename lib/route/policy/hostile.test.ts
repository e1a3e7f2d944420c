import fc from 'fast-check';
import type { KubernetesObject } from '../../istio/objects';
import { attributes, policyIndex, web } from './policies.test.helper';
import { PolicyFilters } from './policy-filters';

const names = [
  'from',
  'to',
  'when',
  'source',
  'operation',
  'key',
  'values',
  'notValues',
  'paths',
  'hosts',
  'ipBlocks',
  'principals',
  'ports',
];
const words = [
  '*',
  '',
  '{*}',
  '{**}',
  '/',
  '[',
  'request.headers[',
  'request.auth.claims[a',
  'source.ip',
  'fe80::1%eth0',
  '1.2.3.4/33',
  '99999',
];

/** Whatever may be written where a spec stands, made of the words that policies read. */
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(...words, null, 7, true),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('fields'),
  ),
  fields: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
})).value;

test('no spec makes the evaluation throw', () => {
  const spec = fc.record({
    action: fc.constantFrom('ALLOW', 'DENY', 'CUSTOM', 'AUDIT', 'x'),
    rules: anything,
    jwtRules: anything,
    targetRefs: anything,
  });
  fc.assert(
    fc.property(spec, fc.constantFrom('AuthorizationPolicy', 'RequestAuthentication'), fc.boolean(), (fields, kind, tcp) => {
      const object: KubernetesObject = {
        apiVersion: 'security.istio.io/v1',
        kind,
        metadata: { name: 'a', namespace: 'shop' },
        spec: fields,
      };
      const filters = new PolicyFilters(policyIndex([object]).of(web), { tcp });
      expect(['allowed', 'denied', 'undecided']).toContain(
        filters.decide(attributes({ headers: { authorization: 'Bearer a.b.c' } })).outcome,
      );
    }),
    { seed: 12, numRuns: 2000 },
  );
});
