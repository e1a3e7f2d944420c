import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { servicesOfDeployment } from './shared/services-of-deployment';

export const servicesDisagreeOnProtocol = rule({
  code: 'IST0116',
  name: 'services-disagree-on-protocol',
  level: 'warning',
  kinds: [kinds.Deployment],
  check(subject, { mesh }) {
    const byPort = new Map<number, Map<string, Set<string>>>();
    for (const { name, ports } of servicesOfDeployment(mesh, subject)) {
      for (const { port, protocol } of ports) {
        const protocols = byPort.get(port) ?? new Map<string, Set<string>>();
        byPort.set(port, protocols.set(protocol, (protocols.get(protocol) ?? new Set()).add(name)));
      }
    }
    return [...byPort]
      .filter(([, protocols]) => protocols.size > 1)
      .map(([port, protocols]) =>
        subject.nameField.finding({
          message: `its Services use port ${port} both as ${[...protocols].map(([protocol, names]) => `${protocol} (${[...names].join(', ')})`).join(' and ')}`,
          why: 'a sidecar takes a port for one protocol only; which of them is a matter of order',
          fix: 'give the Services different ports',
        }),
      );
  },
});
