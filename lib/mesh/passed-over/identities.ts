import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { isOwnProxy } from '../workloads/injection';
import { podOf } from '../workloads/pods';
import type { Workload } from '../workloads/workloads';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';
import { selectionOf } from './selection';

const rulesOf = ({ object }: Manifest): readonly FieldReader[] => new FieldReader(object).at('spec', 'rules').items;
const sourcesOf = (manifest: Manifest) => rulesOf(manifest).flatMap((rule) => rule.at('from').items.map((from) => from.at('source')));

const identities = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'];
const conditions: ReadonlySet<string> = new Set(['source.principal', 'source.namespace', 'connection.sni']);

/** Who calls, asked at an ingress gateway whose callers show no certificate of the mesh. */
export function identityAtGateway(manifest: Manifest, facts: Facts): Reason[] {
  const { selector } = selectionOf(manifest, facts);
  const pods = selector ? facts.workloads.select(namespaceOf(manifest.object), selector) : [];
  if (pods.length === 0 || !pods.every((pod) => isOwnProxy(podOf(pod))) || pods.some((pod) => asksForCertificates(pod, facts))) return [];
  return sourcesOf(manifest)
    .flatMap((source) => identities.map((name) => source.at(name)).filter(({ exists }) => exists))
    .map((field) =>
      reasonAt(field, {
        cause: 'no identity',
        message: `callers from outside have no identity in the mesh, so \`${field.path.at(-1)}\` never holds for them`,
        why: 'a client of an ingress gateway shows no certificate of the mesh: the condition decides by its absence alone',
        fix: 'use `remoteIpBlocks`, `requestPrincipals`, or conditions on the request',
      }),
    );
}

/** Servers whose clients show a certificate, as those of an egress gateway do that sidecars call. */
const certified: ReadonlySet<string | undefined> = new Set(['ISTIO_MUTUAL', 'MUTUAL', 'OPTIONAL_MUTUAL']);

function asksForCertificates(pod: Workload, { gateways }: Facts): boolean {
  return gateways.all.some((gateway) => gateway.selects(pod) && gateway.servers.some(({ tls }) => certified.has(tls?.mode)));
}

/** Who calls, asked where mutual TLS is turned off for every pod. */
export function identityWithoutMtls(manifest: Manifest, facts: Facts): Reason[] {
  const where = withoutMtls(manifest, facts);
  if (where === undefined) return [];
  const sources = sourcesOf(manifest).flatMap((source) =>
    identities.filter((name) => name !== 'notServiceAccounts').map((name) => source.at(name)),
  );
  const keys = rulesOf(manifest).flatMap((rule) => rule.at('when').items.map((each) => each.at('key')));
  return [...sources.filter(({ items }) => items.length > 0), ...keys.filter(({ text }) => conditions.has(text))].map((field) =>
    reasonAt(field, {
      cause: 'no mutual TLS',
      message: `\`${field.text || field.path.at(-1)}\` needs mutual TLS, which is turned off ${where}`,
      why: 'without it no caller has an identity or names a server, so the condition never holds',
      fix: 'set the PeerAuthentication to `PERMISSIVE` or `STRICT`',
    }),
  );
}

/** In words, where no pod of the policy takes mutual TLS; undefined where one does. */
function withoutMtls(manifest: Manifest, facts: Facts): string | undefined {
  const { pods, namespace } = selectionOf(manifest, facts);
  if (pods.length === 0) return facts.peerAuthentications.modeIn(namespace) === 'DISABLE' ? `in \`${namespace}\`` : undefined;
  const own = pods.filter((pod) => facts.injection.proxyOf(pod).kind === 'sidecar' && !isOwnProxy(podOf(pod)));
  const deciding = own.map((pod) => disabledBy(pod, facts));
  const [first] = deciding;
  if (!first || !deciding.every((each) => each !== undefined)) return undefined;
  return `by \`${first.object.kind} ${namespaceOf(first.object)}/${first.object.metadata.name}\``;
}

/** What turns it off on every port of a pod that is known. */
function disabledBy(pod: Workload, { podPorts, peerAuthentications }: Facts): Manifest | undefined {
  const ofServices = podPorts.of(pod).flatMap(({ target }) => (typeof target === 'number' ? [target] : []));
  const ports = [...pod.containerPorts, ...ofServices];
  const modes = (ports.length > 0 ? ports : [0]).map((port) => peerAuthentications.modeOf(pod, port));
  return modes.every(({ mode }) => mode === 'DISABLE') ? modes[0]?.by : undefined;
}
