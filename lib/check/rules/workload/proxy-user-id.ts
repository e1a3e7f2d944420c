import { kinds } from '../../../istio/kinds';
import { isControlPlane } from '../../../mesh/installation/control-plane';
import { rule } from '../../rule';

/** The user that the sidecar runs as, whose traffic is not redirected to it. */
const proxyUser = 1337;

export const proxyUserId = rule({
  code: 'IST0144',
  name: 'proxy-user-id',
  level: 'warning',
  kinds: [kinds.Pod, kinds.Deployment],
  check({ object, root, spec, labels }) {
    if (isControlPlane(labels)) return [];
    const pod = object.kind === 'Pod' ? root : spec.at('template');
    const own = pod
      .at('spec', 'containers')
      .items.filter((container) => !['istio-proxy', 'istio-operator'].includes(container.at('name').text));
    const isProxyAlone = own.length === 0 && pod.at('spec', 'containers').items.length > 0;
    return (isProxyAlone ? [] : [pod.at('spec'), ...own])
      .map((holder) => holder.at('securityContext', 'runAsUser'))
      .filter(({ number }) => number === proxyUser)
      .map((user) =>
        user.finding({
          message: `\`runAsUser: ${proxyUser}\` is the user of the sidecar itself`,
          why: 'what this user sends passes by the proxy: no routes, no encryption, no metrics',
          fix: 'runAsUser: 1000',
        }),
      );
  },
});
