import { kinds } from '../../../istio/kinds';
import type { SecretState } from '../../../mesh/installation/secrets';
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
      .map((credential) => ({ credential, state: stateOf(mesh, secretName(credential.text, pod.namespace)) }))
      .filter(({ credential, state }) => credential.text !== '' && state !== 'there')
      .map(({ credential, state }) =>
        credential.finding({
          level: state === 'unknown' ? 'info' : undefined,
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

function stateOf(mesh: Mesh, { namespace, name }: { readonly namespace: string; readonly name: string }): SecretState {
  return mesh.secrets.stateOf(namespace, name);
}
