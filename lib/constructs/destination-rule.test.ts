import { ConsistentHash } from './consistent-hash';
import { declared, refusal, yamlOf } from './declared.test.helper';
import { DestinationRule } from './destination-rule';
import { Microservice } from './microservice';

const service = { host: 'user-service.shop.svc.cluster.local', versionNames: ['v1', 'v2'] };

test('has a subset for each version, found by its label', () => {
  const loadBalancing = ConsistentHash.onHeader('my-header');
  expect(yamlOf((chart) => new DestinationRule(chart, 'user-destination-rule', { service, loadBalancing }))).toMatchSnapshot();
});

test('the rule for a microservice is the one that it makes itself', () => {
  let own: unknown;
  const [replaced] = declared((chart) => {
    const users = new Microservice(chart, 'user', { image: 'user', port: 80, versions: { v1: {}, v2: {} } });
    own = users.node.findChild('user-destination-rule');
    new DestinationRule(chart, 'another-destination-rule', { service: users });
  }).filter((object) => object.kind === 'DestinationRule' && object.metadata.name === 'another-destination-rule');
  expect(own).toBeInstanceOf(DestinationRule);
  expect(replaced?.spec).toEqual({
    host: 'user.shop.svc.cluster.local',
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ],
  });
});

test('tells where a wrong policy stands', () => {
  const error = refusal((chart) => new DestinationRule(chart, 'rule', { service, locality: { failoverPriority: ['zone'] } }));
  expect(error.message).toBe(
    [
      'LocalityWithoutOutlierDetection: a failover between localities is given without `outlierDetection`',
      '    at construct shop/rule',
      '    why: Envoy then never learns that a locality fails, and never leaves it',
      '    fix: outlierDetection: {}',
    ].join('\n'),
  );
});
