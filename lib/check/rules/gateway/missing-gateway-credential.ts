import { kinds } from '../../../istio/kinds';
import { FieldReader } from '../../../manifest/field';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestName } from '../../suggest';
import { secretName } from './shared/credential';

export const missingGatewayCredential = rule({
  code: 'IST0101',
  name: 'missing-gateway-credential',
  level: 'error',
  kinds: [kinds.Gateway],
  closedWorld: true,
  check({ spec }, { mesh }) {
    const pod = mesh.pods.select(spec.at('selector').labels ?? {})[0];
    if (!pod) return [];
    const secrets = mesh.ofKind('', 'Secret').filter(({ object }) => (object.metadata.namespace ?? 'default') === pod.namespace);
    return spec
      .at('servers')
      .items.map((server) => server.at('tls', 'credentialName'))
      .filter(({ text }) => text !== '' && !isThere(mesh, secretName(text, pod.namespace)))
      .map((credential) =>
        credential.finding({
          message: `no Secret \`${credential.text}\` is in the namespace \`${pod.namespace}\` of the gateway's pods`,
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

/** A secret of the set, or one that a Certificate of the set has cert-manager write. */
function isThere(mesh: Mesh, secret: { namespace: string; name: string }): boolean {
  if (mesh.find('', 'Secret', secret)) return true;
  return mesh.ofKind('cert-manager.io', 'Certificate').some(({ object }) => {
    const written = new FieldReader(object).at('spec', 'secretName').text;
    return written === secret.name && (object.metadata.namespace ?? 'default') === secret.namespace;
  });
}
