import { kinds } from '../../../istio/kinds';
import { isRelabelled } from '../../../mesh/workloads/relabelled';
import { rule } from '../../rule';

const appLabels = ['app', 'app.kubernetes.io/name'];

export const serviceMixesApps = rule({
  code: 'MESH018',
  name: 'service-mixes-apps',
  level: 'warning',
  kinds: [kinds.Service],
  check({ spec, namespace }, { mesh }) {
    const selector = spec.at('selector').labels ?? {};
    if (Object.keys(selector).length === 0) return [];
    const pods = mesh.workloads.select(namespace, selector).filter(({ kind, manifest }) => kind !== 'Job' && !isRelabelled(manifest));
    const apps = new Set(pods.flatMap(({ labels }) => appLabels.map((label) => labels[label]).find((app) => app !== undefined) ?? []));
    if (apps.size < 2) return [];
    return [
      spec.at('selector').finding({
        message: `this Service sends requests to pods of several programs: ${[...apps].map((app) => `\`${app}\``).join(', ')}`,
        why: 'a share of the requests reaches a program that they are not for',
        fix: 'add the `app` label to the selector',
      }),
    ];
  },
});
