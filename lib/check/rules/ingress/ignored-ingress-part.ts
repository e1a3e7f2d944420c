import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { rule } from '../../rule';

export const ignoredIngressPart = rule({
  code: 'MESH220',
  name: 'ignored-ingress-part',
  level: 'warning',
  kinds: [kinds.Ingress],
  check: ({ manifest, spec }, { mesh }) =>
    mesh.ingresses.serviceOf(manifest).served
      ? ignoredParts(spec).map(({ field, message, fix }) => field.finding({ message, why: 'istiod passes it over', fix }))
      : [],
});

interface IgnoredPart {
  readonly field: FieldReader;
  readonly message: string;
  readonly fix: string;
}

function ignoredParts(spec: FieldReader): IgnoredPart[] {
  const fallback = spec.at('defaultBackend');
  const unnamed = spec.at('tls').items.filter((entry) => entry.at('secretName').text === '');
  const rules = spec.at('rules').items;
  const pathless = rules.filter((entry) => !entry.at('http').exists);
  const resources = rules.flatMap((entry) => entry.at('http', 'paths').items.map((path) => path.at('backend', 'resource')));
  return [
    ...(fallback.exists
      ? [{ field: fallback, message: 'Istio serves no `defaultBackend`', fix: 'add a rule with the path `/` and pathType `Prefix`' }]
      : []),
    ...unnamed.map((field) => ({
      field,
      message: 'a `tls` entry without `secretName` opens no server',
      fix: "name a Secret of the gateway's namespace",
    })),
    ...pathless.map((field) => ({ field, message: 'a rule without `http` takes no request', fix: 'add `http.paths`' })),
    ...resources
      .filter(({ exists }) => exists)
      .map((field) => ({ field, message: 'Istio sends requests to no `resource`', fix: 'name a Service: `backend.service`' })),
  ];
}
