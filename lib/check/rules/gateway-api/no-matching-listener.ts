import { kinds } from '../../../istio/kinds';
import { memo } from '../../../memo';
import {
  allowsRoute,
  gatewayApi,
  isParent,
  type Listener,
  listenersOf,
  type ParentRef,
  parentRefsOf,
  sharedHostnames,
} from '../../../mesh/gateway-api/listeners';
import type { Mesh } from '../../../mesh/mesh';
import { rule } from '../../rule';
import { closestName } from '../../suggest';

export const noMatchingListener = rule({
  code: 'MESH201',
  name: 'no-matching-listener',
  level: 'warning',
  kinds: [kinds.HTTPRoute, kinds.GRPCRoute],
  closedWorld: true,
  check({ manifest, spec }, { mesh }) {
    const hostnames = spec.at('hostnames').texts.map((host) => host.toLowerCase());
    return parentRefsOf(manifest).flatMap((parent) => {
      if (parent.kind !== 'Gateway' || !mesh.find(gatewayApi, 'Gateway', parent)) return [];
      const whole = listeners(mesh).filter((each) => isParent({ ...parent, sectionName: '', port: undefined }, each));
      if (whole.length === 0) return []; // of a class that is not Istio's
      const named = whole.filter((each) => isParent(parent, each));
      if (named.length === 0) return [nobody(parent, whole)];
      const allowing = named.filter((each) => allowsRoute(each, manifest, mesh.objects));
      if (allowing.length === 0)
        return parent.field.at('name').finding({
          message: `no listener of the Gateway \`${parent.namespace}/${parent.name}\` lets this route attach`,
          why: 'istiod sets Accepted to NotAllowedByListeners, and the route serves nothing: `allowedRoutes` decides by namespace and kind',
          fix: 'allowedRoutes: { namespaces: { from: All } }',
        });
      if (allowing.some((each) => sharedHostnames(hostnames, each.hostname).length > 0)) return [];
      return spec.at('hostnames').finding({
        message: `no listener of the Gateway \`${parent.namespace}/${parent.name}\` serves ${hostnames.map((host) => `\`${host}\``).join(', ')}`,
        why: `istiod sets Accepted to NoMatchingListenerHostname; the listeners are for ${allowing.map(({ hostname }) => hostname || 'any host').join(', ')}`,
      });
    });
  },
});

const listeners = memo((mesh: Mesh): readonly Listener[] => listenersOf(mesh.objects));

function nobody({ field, sectionName, port }: ParentRef, all: readonly Listener[]) {
  const names = all.map(({ name }) => name);
  const wrong = sectionName === '' ? field.at('port') : field.at('sectionName');
  return wrong.finding({
    message:
      sectionName === ''
        ? `no listener has the port \`${port}\``
        : `no listener is named \`${sectionName}\`${port === undefined ? '' : ` and has the port \`${port}\``}`,
    why: `istiod sets Accepted to NoMatchingParent, and the route serves nothing; there is ${names.join(', ')}`,
    fix: sectionName === '' ? undefined : closestName(sectionName, names),
  });
}
