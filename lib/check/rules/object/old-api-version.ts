import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

/** Kinds that have a stable version. */
const stable = [
  kinds.VirtualService,
  kinds.DestinationRule,
  kinds.Gateway,
  kinds.ServiceEntry,
  kinds.Sidecar,
  kinds.WorkloadEntry,
  kinds.WorkloadGroup,
  kinds.AuthorizationPolicy,
  kinds.PeerAuthentication,
  kinds.RequestAuthentication,
  kinds.Telemetry,
];

export const oldApiVersion = rule({
  code: 'MESH023',
  name: 'old-api-version',
  level: 'info',
  kinds: stable,
  check({ object, root }) {
    const [group = '', version = ''] = object.apiVersion.split('/');
    if (version === 'v1') return [];
    return [
      root.at('apiVersion').finding({
        message: `\`${object.apiVersion}\` is an old version of ${object.kind}`,
        why: 'it is kept for old objects, and will go',
        fix: `apiVersion: ${group}/v1`,
      }),
    ];
  },
});
