import { type Influence, isCompared, isCovered, isFelt } from './influence';
import { finding, influenceWith, notUsed, permissionOf, witness } from './influence.test.helper';

const felt: [what: string, parts: Partial<Influence>][] = [
  ['an answer changes', { witnesses: [witness('http://web/')] }],
  ['a permission changes', { permissions: [permissionOf('shop/cli')] }],
  ['it shapes clusters', { shapes: new Map([['a.shop', 1]]) }],
  ['it hides hosts', { hides: new Map([['a.shop:80', 1]]) }],
  ['the cluster rejects the object without it', { required: 'spec: needs hosts' }],
];

test.each(felt)('%s: somebody is affected, and nothing covers it', (_, parts) => {
  expect(isFelt(influenceWith(parts))).toBe(true);
  expect(isCovered(influenceWith(parts), 'VirtualService')).toBe(false);
});

test.each<[what: string, parts: Partial<Influence>, kind: string, covered: boolean]>([
  ['nothing changes', {}, 'VirtualService', true],
  ['nothing changes, though a rule objects', { findings: [finding] }, 'VirtualService', true],
  ['it decides what is answered the same without it', { redundant: 1, notUsed: [notUsed] }, 'VirtualService', true],
  ['it is not used', { notUsed: [notUsed] }, 'VirtualService', false],
  ['it may do more than change answers', {}, 'Telemetry', false],
  ['nothing was asked', { asked: 0 }, 'VirtualService', false],
  ['not everything was asked', { isPartial: true }, 'VirtualService', false],
])('%s', (_, parts, kind, covered) => {
  expect(isCovered(influenceWith(parts), kind)).toBe(covered);
  expect(isFelt(influenceWith(parts))).toBe((parts.redundant ?? 0) > 0);
});

const answering =
  'VirtualService DestinationRule Gateway ServiceEntry WorkloadEntry Sidecar AuthorizationPolicy PeerAuthentication RequestAuthentication Service Endpoints EndpointSlice HTTPRoute GRPCRoute TLSRoute TCPRoute ReferenceGrant';

test.each(answering.split(' '))('that no answer differs is all there is to say of a %s', (kind) => {
  expect(isCompared(influenceWith(), kind)).toBe(true);
});
