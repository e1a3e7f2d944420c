import { serviceHost } from '../../../istio/names';
import { rule } from '../../rule';
import { routes } from './shared/status-check';

export const unknownBackendPort = rule({
  code: 'MESH211',
  name: 'unknown-backend-port',
  level: 'error',
  kinds: routes,
  check: ({ spec, namespace }, { mesh }) =>
    spec
      .at('rules')
      .items.flatMap((entry) => entry.at('backendRefs').items)
      .filter((backend) => (backend.at('kind').text || 'Service') === 'Service')
      .flatMap((backend) => {
        const port = backend.at('port');
        const [service] = mesh.services.withHost(
          serviceHost(backend.at('name').text, backend.at('namespace').text || namespace, mesh.clusterDomain),
        );
        const ports = service?.ports.map(({ number }) => number) ?? [];
        if (!service || port.number === undefined || ports.includes(port.number)) return [];
        return port.finding({
          message: `the Service \`${service.name}\` has no port \`${port.number}\``,
          why: 'these requests answer 500; a backend names a port of the Service, not of its pods',
          fix: ports.length === 0 ? undefined : `use ${ports.join(' or ')}`,
        });
      }),
});
