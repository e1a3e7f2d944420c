import { kinds } from '../../../istio/kinds';
import { findService } from '../../../mesh/services/find-service';
import { rule } from '../../rule';
import { destinationsOf } from './shared/destinations';

export const unknownDestinationPort = rule({
  code: 'IST0101',
  name: 'unknown-destination-port',
  level: 'error',
  kinds: [kinds.VirtualService],
  closedWorld: true,
  evenUnrendered: true,
  check(subject, { mesh }) {
    const exportTo = subject.spec.at('exportTo').texts;
    return destinationsOf(subject).flatMap(({ field, host, port }) => {
      const service = port === undefined ? undefined : findService(mesh, host, { namespace: subject.namespace, exportTo });
      if (!service || service.manifest.changedBy?.(['spec', 'ports']) || service.ports.some(({ number }) => number === port)) return [];
      const ports = service.ports.map(({ number }) => number);
      return field.at('port', 'number').finding({
        message: `the service \`${host}\` has no port \`${port}\``,
        why: 'Envoy knows no such cluster, so these requests answer 503',
        fix: ports.length > 0 ? `number: ${ports.join(' or ')}` : undefined,
      });
    });
  },
});
