import { kinds } from '../../../istio/kinds';
import { expandHost, meshGateway } from '../../../istio/names';
import { isHttp } from '../../../istio/protocol';
import { rule } from '../../rule';

export const httpRulesOnOtherProtocol = rule({
  code: 'MESH028',
  name: 'http-rules-on-other-protocol',
  level: 'warning',
  kinds: [kinds.VirtualService],
  check({ spec, namespace }, { mesh }) {
    const gateways = spec.at('gateways').texts;
    const isForMesh = gateways.length === 0 || gateways.includes(meshGateway);
    if (!isForMesh || spec.at('http').items.length === 0) return [];
    return spec.at('hosts').items.flatMap((host) => {
      const service = mesh.services.visibleTo(namespace, expandHost(host.text, namespace, mesh.clusterDomain));
      if (!service || service.ports.length === 0) return [];
      if (service.ports.some(({ protocol }) => isHttp(protocol) || protocol === 'unsupported')) return [];
      const ports = service.ports.map(({ name, number, protocol }) => `${name || number} (${protocol})`).join(', ');
      return spec.at('http').finding({
        message: `no port of \`${host.text}\` speaks HTTP, so these rules are never used: ${ports}`,
        why: 'Istio decides by the name or `appProtocol` of a Service port which rules hold: `tcp` and `tls` rules for the others',
        fix: 'name the port `http` or `http-…`, or set `appProtocol: http`',
      });
    });
  },
});
