import { kinds } from '../../../istio/kinds';
import type { FieldReader } from '../../../manifest/field';
import { memo } from '../../../memo';
import type { Mesh } from '../../../mesh/mesh';
import { lazily } from '../../../validation/lazily';
import { read } from '../../../validation/schema/schemas';
import { rule } from '../../rule';

/** What the definitions of the standard channel lack, by kind, as `npm run import` finds it. */
type ExperimentalParts = Readonly<Record<string, { readonly versions: readonly string[]; readonly fields: readonly string[] }>>;

const parts = lazily(() => read('gateway-api.experimental') as ExperimentalParts);
const group = 'gateway.networking.k8s.io';
const install = 'install the Gateway API from its `experimental-install.yaml`';

export const experimentalChannel = rule({
  code: 'MESH227',
  name: 'experimental-channel',
  level: 'info',
  kinds: [
    ...[kinds.KubernetesGateway, kinds.HTTPRoute, kinds.GRPCRoute, kinds.TLSRoute, kinds.TCPRoute, kinds.UDPRoute],
    ...[kinds.BackendTLSPolicy, kinds.ListenerSet, kinds.ReferenceGrant],
  ],
  check({ root, object }, { mesh }) {
    const { versions = [], fields = [] } = parts()[object.kind] ?? {};
    const version = root.at('apiVersion');
    const isServed = !versions.some((name) => version.text === `${group}/${name}`);
    if (isExperimental(mesh)) return [];
    return [
      ...(isServed ? [] : [notServed(version, object.kind)]),
      ...fields.flatMap((path) => fieldsAt(root, path.split('.'))).map(dropped),
      ...portsOfOneParent(root).map(rejected),
    ];
  },
});

function notServed(version: FieldReader, kind: string) {
  return version.finding({
    message: `\`${version.text}\` of ${kind} is served by the experimental channel of the Gateway API alone`,
    why: 'a cluster with the standard channel knows no such kind, and rejects it',
    fix: `apiVersion: ${group}/v1`,
  });
}

function dropped(field: FieldReader) {
  return field.finding({
    message: `\`${field.path.at(-1)}\` is a field of the experimental channel of the Gateway API`,
    why: 'a cluster with the standard channel drops it, or rejects the object where validation is strict',
    fix: `${install}, or leave it out`,
  });
}

function rejected(field: FieldReader) {
  return field.finding({
    message: 'two references to one parent that differ by `port` alone need the experimental channel of the Gateway API',
    why: 'a cluster with the standard channel rejects the route',
    fix: `use \`sectionName\`, or ${install}`,
  });
}

/** References that the standard channel takes for the same one. */
function portsOfOneParent(root: FieldReader): FieldReader[] {
  const seen = new Set<string>();
  return root.at('spec', 'parentRefs').items.flatMap((reference) => {
    const name = ['group', 'kind', 'namespace', 'name', 'sectionName'].map((field) => reference.at(field).text).join(' ');
    const port = reference.at('port');
    const isSecond = seen.has(name) && port.exists;
    seen.add(name);
    return isSecond ? [port] : [];
  });
}

/** The fields at a path that leads through lists. */
function fieldsAt(at: FieldReader, [name = '', ...rest]: readonly string[]): FieldReader[] {
  const field = at.at(name);
  if (!field.exists) return [];
  if (rest.length === 0) return [field];
  return (field.items.length > 0 ? field.items : [field]).flatMap((each) => fieldsAt(each, rest));
}

/** Do the manifests bring the definitions of the experimental channel along? */
const isExperimental = memo((mesh: Mesh) =>
  mesh
    .ofKind('apiextensions.k8s.io', 'CustomResourceDefinition')
    .some(
      ({ object: { metadata } }) => metadata.name.endsWith(`.${group}`) && metadata.annotations?.[`${group}/channel`] === 'experimental',
    ),
);
