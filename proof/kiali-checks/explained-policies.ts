import { namespaceOf } from '../../lib/istio/names';
import { FieldReader } from '../../lib/manifest/field';
import { hasStar, isOf, isPlainEverywhere, isPublicHost, sharesOwnPod } from './conditions';
import type { Explanation } from './explanation';

/** Differences about policies, selectors and Sidecars. */
export const explainedPolicies: readonly Explanation[] = [
  {
    code: 'KIA0002',
    by: 'kiali',
    why: 'istiod joins all RequestAuthentications of a workload: several are no fault',
    when: isOf('RequestAuthentication'),
  },
  {
    code: 'KIA0003',
    by: 'kiali',
    why: 'a policy selects pods of its own namespace; Kiali compares those of all namespaces',
    when: (difference) => !sharesOwnPod(difference),
  },
  {
    code: 'KIA0004',
    by: 'here',
    why: 'a policy selects pods of its own namespace that have a proxy; any pod of any namespace satisfies Kiali, and a policy without a selector always does',
    when: isOf('AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication', 'Sidecar'),
  },
  {
    code: 'KIA0005',
    by: 'kiali',
    why: 'an input without any Namespace leaves them to others',
    when: ({ mesh }) => mesh.namespaces.size === 0,
  },
  { code: 'KIA0101', by: 'kiali', why: 'a `*` at either end of a source namespace stands for any text', when: hasStar },
  { code: 'KIA0102', by: 'kiali', why: 'a `*` at either end of a method stands for any text', when: hasStar },
  {
    code: 'KIA0102',
    by: 'here',
    why: 'Envoy compares methods with their case: `get` is none',
    when: ({ field }) => field.text !== field.text.toUpperCase(),
  },
  {
    code: 'KIA0104',
    by: 'kiali',
    why: 'a policy compares the Host header, which may be a name of the internet; a `*` at either end stands for any text',
    when: isPublicHost,
  },
  {
    code: 'KIA0105',
    by: 'here',
    why: 'Kiali does not know `serviceAccounts`',
    when: ({ field }) => field.path.some((step) => step === 'serviceAccounts'),
  },
  {
    code: 'KIA0105',
    by: 'kiali',
    why: 'the oldest policy of a pod decides, port by port, and where no pod is selected nothing does; Kiali takes any that disables mutual TLS, and rules of callers that disable it on some ports',
    when: (difference) => !isPlainEverywhere(difference),
  },
  {
    code: 'KIA0105',
    by: 'here',
    why: 'Kiali does not look at the modes of single ports',
    when: ({ mesh }) =>
      mesh
        .ofKind('security.istio.io', 'PeerAuthentication')
        .some(({ object }) => new FieldReader(object).at('spec', 'portLevelMtls').exists),
  },
  {
    code: 'KIA0106',
    by: 'kiali',
    why: 'a principal may have a `*`, and may be of another trust domain (KIA0108)',
    when: (difference) => hasStar(difference) || !difference.field.text.startsWith('cluster.local/'),
  },
  {
    code: 'KIA0106',
    by: 'kiali',
    why: 'a declared ServiceAccount exists, whether a pod already runs as it or not',
    when: ({ field, mesh }) => {
      const [, , namespace = '', , name = ''] = field.text.split('/');
      return mesh.find('', 'ServiceAccount', { namespace, name }) !== undefined;
    },
  },
  {
    code: 'KIA1004',
    by: 'here',
    why: 'the host of an egress listener is a full name; Kiali completes short ones',
    when: ({ field }) => !field.text.includes('.'),
  },
  {
    code: 'KIA1007',
    by: 'kiali',
    why: '`REGISTRY_ONLY` is the zero of its enumeration, which Kiali takes for a mode that is not set',
    when: ({ spec }) => spec.at('outboundTrafficPolicy', 'mode').text === 'REGISTRY_ONLY',
  },
  {
    code: 'KIA1301',
    by: 'kiali',
    why: 'a namespace without any policy has not begun to use them',
    when: ({ mesh, manifest }) =>
      !mesh.ofKind('security.istio.io', 'AuthorizationPolicy').some(({ object }) => namespaceOf(object) === namespaceOf(manifest.object)),
  },
];
