import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { servicesOfDeployment } from './shared/services-of-deployment';

export const servicesShareTargetPort = rule({
  code: 'IST0137',
  name: 'services-share-target-port',
  level: 'warning',
  kinds: [kinds.Deployment],
  check(subject, { mesh }) {
    const byTarget = new Map<string, Map<number, string>>();
    for (const { name, ports } of servicesOfDeployment(mesh, subject)) {
      for (const { port, targetPort } of ports) byTarget.set(targetPort, (byTarget.get(targetPort) ?? new Map()).set(port, name));
    }
    return [...byTarget]
      .filter(([, ports]) => ports.size > 1)
      .map(([target, ports]) =>
        subject.nameField.finding({
          message: `different Service ports lead to its port \`${target}\`: ${[...ports].map(([port, name]) => `${port} (${name})`).join(', ')}`,
          why: 'a sidecar knows one set of rules for a port of the pod; those of the other Service ports are dropped',
          fix: 'use one Service port for each port of the pod',
        }),
      );
  },
});
