import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import type { Subject } from '../../subject';

/** Kinds that Istio has given up. */
const removedKinds: ReadonlySet<string> = new Set(['ClusterRbacConfig', 'RbacConfig', 'ServiceRole', 'ServiceRoleBinding']);

export const deprecatedField = rule({
  code: 'IST0002',
  name: 'deprecated-field',
  level: 'warning',
  kinds: [kinds.VirtualService, kinds.Sidecar, kinds.CustomResourceDefinition, kinds.Telemetry],
  check(subject, { mesh }) {
    if (subject.object.kind === 'Telemetry') return lightstepTracing(subject, lightstepProviders(mesh.config.fields));
    return [...delayPercent(subject), ...egressProxy(subject), ...removedKind(subject)];
  },
});

function delayPercent({ spec }: Subject) {
  return spec
    .at('http')
    .items.map((rule) => rule.at('fault', 'delay', 'percent'))
    .filter(({ number }) => (number ?? 0) > 0)
    .map((percent) =>
      percent.finding({
        message: '`fault.delay.percent` is deprecated',
        why: 'a later version of Istio will not read it',
        fix: `percentage: { value: ${percent.number} }`,
      }),
    );
}

function egressProxy({ spec }: Subject) {
  const proxy = spec.at('outboundTrafficPolicy', 'egressProxy');
  if (!proxy.exists) return [];
  return [
    proxy.finding({
      message: '`outboundTrafficPolicy.egressProxy` is deprecated',
      why: 'Istio passes it over: unknown hosts are called directly',
    }),
  ];
}

function removedKind({ spec }: Subject) {
  const kind = spec.at('names', 'kind');
  if (spec.at('group').text !== 'rbac.istio.io' || !removedKinds.has(kind.text)) return [];
  return [
    kind.finding({
      message: `Istio has no kind \`${kind.text}\` any more`,
      why: 'Istio ignores this kind',
      fix: 'use AuthorizationPolicy',
    }),
  ];
}

function lightstepProviders(config: Subject['root']): Set<string> {
  const providers = config.at('extensionProviders').items.filter((provider) => provider.at('lightstep').exists);
  return new Set(providers.map((provider) => provider.at('name').text));
}

function lightstepTracing({ spec }: Subject, providers: ReadonlySet<string>) {
  return spec
    .at('tracing')
    .items.flatMap((tracing) => tracing.at('providers').items.map((provider) => provider.at('name')))
    .filter(({ text }) => providers.has(text))
    .map((name) =>
      name.finding({
        message: `the Lightstep provider \`${name.text}\` is deprecated`,
        why: 'a later version of Istio will not know it',
        fix: 'use an OpenTelemetry provider',
      }),
    );
}
