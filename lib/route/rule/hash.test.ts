import type { ConsistentHashSpec, MergedRule, TrafficPolicy } from '../../mesh/routing/destination-rules';
import { hashPolicyOf } from './hash';

const on = (httpHeaderName: string): TrafficPolicy => ({ loadBalancer: { consistentHash: { httpHeaderName } } });
const withPort = (policy: TrafficPolicy, number: number, httpHeaderName: string): TrafficPolicy => ({
  ...policy,
  portLevelSettings: [{ port: { number }, ...on(httpHeaderName) }],
});
const rule = (trafficPolicy: TrafficPolicy | undefined, ofSubset?: TrafficPolicy): MergedRule => ({
  host: 'user.demo.svc.cluster.local',
  namespace: 'demo',
  exportTo: new Set(['*']),
  trafficPolicy,
  subsets: [{ name: 'v1', trafficPolicy: ofSubset }],
  from: [],
});

test.each<[string, MergedRule | undefined, string | undefined, number | undefined, string | undefined]>([
  ['no rule', undefined, 'v1', 8000, undefined],
  ['a rule without a policy', rule(undefined), 'v1', 8000, undefined],
  ['the rule', rule(on('rule')), undefined, undefined, 'rule'],
  ['the port of the rule before the rule', rule(withPort(on('rule'), 8000, 'rule-port')), undefined, 8000, 'rule-port'],
  ['another port of the rule is not asked', rule(withPort(on('rule'), 8001, 'rule-port')), undefined, 8000, 'rule'],
  ['a destination without a port reads no port', rule(withPort(on('rule'), 8000, 'rule-port')), undefined, undefined, 'rule'],
  ['the subset before the rule', rule(on('rule'), on('subset')), 'v1', 8000, 'subset'],
  ['the subset before the port of the rule', rule(withPort(on('rule'), 8000, 'rule-port'), on('subset')), 'v1', 8000, 'subset'],
  ['the port of the subset before all', rule(on('rule'), withPort(on('subset'), 8000, 'subset-port')), 'v1', 8000, 'subset-port'],
  ['a subset that says nothing', rule(withPort(on('rule'), 8000, 'rule-port'), {}), 'v1', 8000, 'rule-port'],
  ['the policy of a subset is not for the others', rule(on('rule'), on('subset')), 'v2', 8000, 'rule'],
  ['nor for a destination without a subset', rule(undefined, on('subset')), undefined, 8000, undefined],
])('%s', (_, merged, subset, port, header) => {
  expect(hashPolicyOf(merged, subset, port)).toEqual(header === undefined ? undefined : { on: 'header', name: header });
});

test.each<[ConsistentHashSpec, ReturnType<typeof hashPolicyOf>]>([
  [
    { httpHeaderName: 'x', useSourceIp: true },
    { on: 'header', name: 'x' },
  ],
  [{ httpCookie: { name: 'c', ttl: '0s' } }, { on: 'cookie', name: 'c' }],
  [
    { useSourceIp: true, httpQueryParameterName: 'q' },
    { on: 'sourceIp', name: '' },
  ],
  [
    { useSourceIp: false, httpQueryParameterName: 'q' },
    { on: 'queryParameter', name: 'q' },
  ],
  [{ useSourceIp: false }, undefined],
])('%j', (consistentHash, expected) => {
  expect(hashPolicyOf(rule({ loadBalancer: { consistentHash } }), undefined, undefined)).toEqual(expected);
});
