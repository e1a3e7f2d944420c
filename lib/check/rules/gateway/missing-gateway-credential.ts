import { kinds } from '../../../istio/kinds';
import { namespaceOf } from '../../../istio/names';
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
    return spec
      .at('servers')
      .items.map((server) => server.at('tls', 'credentialName'))
      .filter(({ text }) => text !== '')
      .flatMap((credential) => {
        const { namespace, name } = secretName(credential.text, pod.namespace);
        const state = mesh.secrets.stateOf(namespace, name);
        if (state === 'there') return [];
        return credential.finding({
          level: state === 'unknown' ? 'info' : undefined,
          message: `no Secret \`${name}\` is in the namespace \`${namespace}\`${namespace === pod.namespace ? " of the gateway's pods" : ''}`,
          why: 'the server has no certificate, so every TLS handshake fails',
          fix: closestName(name, secretsIn(mesh, namespace)) ?? `kubectl create secret tls -n ${namespace} ${name} --cert=… --key=…`,
        });
      });
  },
});

/** Names of the Secrets of a namespace. */
function secretsIn(mesh: Mesh, namespace: string): string[] {
  return mesh.ofKind('', 'Secret').flatMap(({ object }) => (namespaceOf(object) === namespace ? [object.metadata.name] : []));
}
