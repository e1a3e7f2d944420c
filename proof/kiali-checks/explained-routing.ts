import { namespaceOf } from '../../lib/istio/names';
import { FieldReader } from '../../lib/manifest/field';
import { always, hasRivalServer, isRepeatedForKiali, isTwoPart, rivalRules, sharesHost } from './conditions';
import type { Explanation } from './explanation';

/** Differences about rules, Gateways, routes and Services. */
export const explainedRouting: readonly Explanation[] = [
  {
    code: 'KIA0201',
    by: 'kiali',
    why: 'istiod merges rules of one host and one namespace, and two policies are MESH006; Kiali also counts rules of other namespaces, of wildcard hosts and without subsets',
    when: (difference) => rivalRules(difference).length === 0,
  },
  {
    code: 'KIA0201',
    by: 'kiali',
    why: 'Kiali names all rules of a subset; reported here is the one whose subset is dropped',
    when: (difference) =>
      rivalRules(difference).some((rival) => difference.mesh.passedOver.of(rival).some(({ cause }) => cause === 'older subset')),
  },
  {
    code: 'KIA0201',
    by: 'here',
    why: 'Kiali leaves out rules for wildcard hosts that turn mutual TLS on',
    when: ({ spec }) => spec.at('host').text.startsWith('*'),
  },
  { code: 'KIA0202', by: 'here', why: 'istiod does not complete `name.namespace`, which names no Service', when: isTwoPart },
  {
    code: 'KIA0204',
    by: 'kiali',
    why: 'where mutual TLS is automatic, calls are encrypted without a rule that says so',
    when: ({ mesh }) => mesh.config.autoMtls,
  },
  {
    code: 'KIA0207',
    by: 'here',
    why: 'Kiali looks at rules for all hosts of their own namespace or of the mesh, not at a rule for one host or another namespace, nor at its ports and subsets',
    when: ({ spec, field, manifest }) =>
      spec.at('host').text !== `*.${namespaceOf(manifest.object)}.svc.cluster.local` ||
      field.path[1] !== 'trafficPolicy' ||
      field.path[2] !== 'tls',
  },
  {
    code: 'KIA0209',
    by: 'here',
    why: 'Kiali looks at the subsets of known hosts alone',
    when: ({ rules }) => rules.has('unknown-destination-rule-host'),
  },
  {
    code: 'KIA0301',
    by: 'kiali',
    why: 'of several patterns that fit a host the most specific serves it; Kiali counts them as one, also within one Gateway',
    when: (difference) => !hasRivalServer(difference),
  },
  { code: 'KIA0301', by: 'here', why: 'other labels may select the same pods; Kiali compares selectors as they are written', when: always },
  {
    code: 'KIA0701',
    by: 'here',
    why: 'a Service selects pods by the labels of the template; Kiali compares the labels of the Deployment itself',
    when: always,
  },
  { code: 'KIA1101', by: 'here', why: 'istiod does not complete `name.namespace`, which names no Service', when: isTwoPart },
  {
    code: 'KIA1102',
    by: 'here',
    why: 'a match by a gateway that the VirtualService is not bound to never fits; Kiali asks only whether the gateway exists',
    when: ({ rules }) => rules.has('unknown-match-gateway'),
  },
  {
    code: 'KIA1105',
    by: 'kiali',
    why: 'destinations on two ports of one host are two destinations, and `name.namespace` is no Service',
    when: ({ spec, manifest }) =>
      spec.at('http').items.some((rule) => isRepeatedForKiali(rule.at('route').items, namespaceOf(manifest.object))),
  },
  {
    code: 'KIA1106',
    by: 'kiali',
    why: 'a more specific host takes its requests from a wildcard, and what is not exported to the gateway is not there; Kiali counts both',
    when: (difference) => !sharesHost(difference),
  },
  {
    code: 'KIA1106',
    by: 'here',
    why: 'Kiali compares references to gateways as they are written, and looks at no VirtualService by itself (MESH011)',
    when: always,
  },
  { code: 'KIA1107', by: 'here', why: 'Kiali does not look at mirrors', when: ({ field }) => field.path.some((step) => step === 'mirror') },
  {
    code: 'KIA1401',
    by: 'here',
    why: 'Kiali does not look at the port, section and hostname of listeners, and one listener that admits the namespace satisfies it',
    when: always,
  },
  {
    code: 'KIA1402',
    by: 'kiali',
    why: 'a ReferenceGrant may list several kinds and namespaces, of which Kiali reads the first',
    when: ({ mesh }) => mesh.ofKind('gateway.networking.k8s.io', 'ReferenceGrant').length > 0,
  },
  {
    code: 'KIA1402',
    by: 'kiali',
    why: 'a route that is attached to no listener uses no backend',
    when: ({ rules }) => ['unknown-route-parent', 'no-matching-listener', 'no-matching-listener-hostname'].some((rule) => rules.has(rule)),
  },
  {
    code: 'KIA1402',
    by: 'here',
    why: 'a ReferenceGrant may be for one Service by its name; Kiali does not read that',
    when: ({ rules }) => rules.has('reference-not-granted'),
  },
  {
    code: 'KIA1402',
    by: 'kiali',
    why: 'a backend of weight 0 is not used',
    when: ({ manifest, field }) => new FieldReader(manifest.object).at(...field.path.slice(0, -1), 'weight').number === 0,
  },
  {
    code: 'KIA1502',
    by: 'kiali',
    why: 'Gateways that name one Service by its host name share it, as Istio documents',
    when: ({ spec }) => spec.at('addresses').items.every((address) => address.at('type').text === 'Hostname'),
  },
  {
    code: 'KIA1503',
    by: 'here',
    why: 'listeners without a hostname clash, too, and those of a ListenerSet, which Kiali does not know',
    when: ({ manifest, spec }) =>
      manifest.object.kind === 'ListenerSet' || spec.at('listeners').items.some((listener) => !listener.at('hostname').exists),
  },
];
