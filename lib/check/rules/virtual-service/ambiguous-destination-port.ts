import { kinds } from '../../../istio/kinds';
import { findService } from '../../../mesh/services/find-service';
import { rule } from '../../rule';
import { destinationsOf } from './shared/destinations';

export const ambiguousDestinationPort = rule({
  code: 'IST0112',
  name: 'ambiguous-destination-port',
  level: 'error',
  kinds: [kinds.VirtualService],
  check(subject, { mesh }) {
    const exportTo = subject.spec.at('exportTo').texts;
    return destinationsOf(subject).flatMap(({ field, host, port }) => {
      const service = port === undefined ? findService(mesh, host, { namespace: subject.namespace, exportTo }) : undefined;
      if (!service || service.ports.length < 2) return [];
      const ports = service.ports.map(({ number }) => number);
      return field.at('host').finding({
        message: `\`${host}\` has the ports ${ports.join(', ')}, and this destination names none of them`,
        why: 'a gateway then uses the port it listens on itself, and answers 503 where the service lacks that one',
        fix: `port: { number: ${ports[0]} }`,
      });
    });
  },
});
