import { kinds } from '../kinds';
import { podsAnywhere } from '../pods';
import { rule } from '../rule';
import { closestName } from '../suggest';

export const missingGatewayCredential = rule({
  code: 'IST0101',
  name: 'missing-gateway-credential',
  level: 'error',
  kinds: [kinds.Gateway],
  closedWorld: true,
  check({ spec }, { mesh }) {
    const pod = podsAnywhere(mesh, spec.at('selector').labels ?? {})[0];
    if (!pod) return [];
    const secrets = mesh.ofKind('', 'Secret').filter(({ object }) => (object.metadata.namespace ?? 'default') === pod.namespace);
    return spec
      .at('servers')
      .items.map((server) => server.at('tls', 'credentialName'))
      .filter(({ text }) => text !== '' && !mesh.find('', 'Secret', secretName(text, pod.namespace)))
      .map((credential) =>
        credential.finding({
          what: `no Secret \`${credential.text}\` is in the namespace \`${pod.namespace}\` of the gateway's pods`,
          why: 'the server has no certificate, so every TLS handshake fails',
          fix:
            closestName(
              credential.text,
              secrets.map(({ object }) => object.metadata.name),
            ) ?? `kubectl create secret tls -n ${pod.namespace} ${credential.text} --cert=… --key=…`,
        }),
      );
  },
});

/** A credential may name its namespace. */
export function secretName(credential: string, namespace: string): { namespace: string; name: string } {
  const [first = '', rest] = credential.split(/\/(.*)/s);
  return rest === undefined ? { namespace, name: first } : { namespace: first, name: rest };
}
