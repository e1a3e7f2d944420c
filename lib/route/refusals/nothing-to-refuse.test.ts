import fc from 'fast-check';
import type { KubernetesObject } from '../../istio/objects';
import { sourceOfObject } from '../../manifest/manifest';
import { readDestinationRule } from '../../mesh/routing/destination-rules';
import { VirtualService } from '../../mesh/routing/virtual-service';
import { hashPoliciesOf } from '../rule/hash';
import { actionRefusals } from './action-refusals';
import { policyRefusals, subsetRefusals } from './cluster-refusals';
import { matchRefusals } from './match-refusals';
import { clustersAreAccepted, routesAreAccepted } from './nothing-to-refuse';

const manifestOf = (kind: string, spec: unknown) => {
  const metadata = { name: 'a', namespace: 'demo' };
  return { object: { apiVersion: 'networking.istio.io/v1', kind, metadata, spec } as KubernetesObject, source: sourceOfObject() };
};

function refusedOfRoutes(spec: object): number {
  const { http } = new VirtualService(manifestOf('VirtualService', spec), () => undefined);
  return http.flatMap((rule) => [
    ...actionRefusals(rule.spec, rule.place),
    ...(rule.spec.match ?? []).flatMap((match) => matchRefusals(match, rule.place)),
  ]).length;
}

function refusedOfClusters(spec: object): number {
  const rule = readDestinationRule(manifestOf('DestinationRule', spec));
  const nameless = hashPoliciesOf(rule).filter(({ on, name }) => on !== 'sourceIp' && name === '');
  return [...subsetRefusals(rule), ...policyRefusals(rule), ...nameless].length;
}

const odd = fc.constantFrom<unknown>(null, undefined, '', 0, -1, 101, 4_294_967_295, 'a\nb', '(?=a)', '*', [], {}, true);
/** Mostly what is meant to stand there, so that an object with one odd value is common. */
const mostly = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: odd });
const value = mostly(fc.constantFrom('a', '/a', 'x-user', 'b.com'));
const fields = (model: Record<string, fc.Arbitrary<unknown>>) => mostly(fc.record(model, { requiredKeys: [] }));
const list = (item: fc.Arbitrary<unknown>) => mostly(fc.array(item, { minLength: 1, maxLength: 2 }));

const text = mostly(
  fc.oneof(fc.record({ exact: value }), fc.record({ prefix: fc.oneof(value, fc.constantFrom('', '/a')) }), fc.record({ regex: odd })),
);
const name = fc.oneof({ weight: 6, arbitrary: fc.constant('x-a') }, fc.constantFrom('', 'a\nb', '@request.auth.claims.sub'));
const texts = mostly(fc.dictionary(name, text, { maxKeys: 2 }));
const weight = mostly(fc.constantFrom(1, 50, 100));
const rule = mostly(
  fc.record(
    {
      match: list(fields({ uri: text, method: text, authority: text, headers: texts, withoutHeaders: texts, queryParams: texts })),
      route: list(fields({ weight, headers: fc.constantFrom(undefined, undefined, { request: { set: { '': 'a' } } }) })),
      rewrite: fields({ uri: value, authority: value, uriRegexRewrite: fc.constantFrom(undefined, undefined, { match: '' }) }),
      redirect: fc.constantFrom(undefined, undefined, undefined, { redirectCode: 9 }),
      headers: fc.constantFrom(undefined, undefined, undefined, { request: { remove: [''] } }),
    },
    { requiredKeys: ['route'] },
  ),
);

const percent = mostly(fc.constantFrom(0, 50, 100));
const tableSize = fc.constantFrom(undefined, undefined, { tableSize: 4 });
const policy = {
  loadBalancer: fields({ consistentHash: mostly(fc.record({ httpHeaderName: value, httpCookie: tableSize, maglev: tableSize })) }),
  outlierDetection: fields({ maxEjectionPercent: percent, minHealthPercent: percent }),
};
const trafficPolicy = fields({ ...policy, portLevelSettings: list(fields(policy)) });

test('Envoy accepts every rule and match that is said to be accepted', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fields({ http: list(rule) }), (spec) => {
      if (!routesAreAccepted(spec)) return;
      accepted++;
      expect(refusedOfRoutes(spec as object)).toBe(0);
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(300);
});

test('Envoy accepts every cluster and hash policy that is said to be accepted', () => {
  let accepted = 0;
  fc.assert(
    fc.property(
      fields({ trafficPolicy, subsets: list(fields({ name: mostly(fc.constantFrom('v1', 'v2', 'v3')), trafficPolicy })) }),
      (spec) => {
        if (!clustersAreAccepted(spec)) return;
        accepted++;
        expect(refusedOfClusters(spec as object)).toBe(0);
      },
    ),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(300);
});
