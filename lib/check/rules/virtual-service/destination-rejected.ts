import { kinds } from '../../../istio/kinds';
import { rejectionOf } from '../../../mesh/admission';
import { findService } from '../../../mesh/services/find-service';
import { rule } from '../../rule';
import { destinationsOf } from './shared/destinations';

export const destinationRejected = rule({
  code: 'MESH026',
  name: 'destination-rejected',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check(subject, { mesh }) {
    const { namespace, spec } = subject;
    const scope = { namespace, exportTo: spec.at('exportTo').texts };
    return destinationsOf(subject).flatMap(({ field, host }) => {
      const service = findService(mesh, host, scope);
      const rejection = service && rejectionOf(service.manifest);
      if (!rejection) return [];
      const { object } = service.manifest;
      return field.at('host').finding({
        message: `the cluster rejects ${object.kind} \`${service.namespace}/${object.metadata.name}\`, where this route leads`,
        why: 'an object that is rejected is not there, so these requests answer 503',
        fix: `correct the ${object.kind} first: ${rejection.diagnostic.message}`,
      });
    });
  },
});
