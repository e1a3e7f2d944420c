import { expandHost, meshGateway, namespaceOf } from '../../istio/names';
import { isHttp, type Protocol } from '../../istio/protocol';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Service, ServicePort } from '../services/service';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

type Section = 'http' | 'tls' | 'tcp';

/** Does a port of a protocol read rules of a section? One that is found by sniffing reads all. */
const reads: Readonly<Record<Section, (protocol: Protocol) => boolean>> = {
  http: (protocol) => isHttp(protocol),
  tls: (protocol) => !isHttp(protocol),
  tcp: (protocol) => !isHttp(protocol),
};

/** Single rules for ports that speak another protocol than the rules of their section; whole sections are `httpForOtherProtocol`'s. */
export function rulesOfOtherProtocol({ object }: Manifest, { services, clusterDomain }: Facts): Reason[] {
  const spec = new FieldReader(object).at('spec');
  const gateways = spec.at('gateways').texts;
  if (gateways.some((gateway) => gateway !== meshGateway)) return [];
  const namespace = namespaceOf(object);
  const called = spec.at('hosts').texts.map((host) => services.visibleTo(namespace, expandHost(host, namespace, clusterDomain)));
  const known = called.filter((service): service is Service => service !== undefined && service.ports.length > 0);
  if (known.length === 0 || known.length < called.length) return [];
  const ports = known.flatMap((service) => service.ports);
  return (['http', 'tls', 'tcp'] as const).flatMap((section) =>
    spec.at(section).items.flatMap((rule) => ofRule(rule, { section, ports }) ?? []),
  );
}

function ofRule(rule: FieldReader, { section, ports }: { section: Section; ports: readonly ServicePort[] }): Reason | undefined {
  const named = rule.at('match').items.map((match) => match.at('port').number ?? 0);
  const isForAll = named.length === 0 || named.includes(0);
  if (isForAll && section === 'http') return undefined;
  const meant = ports.filter(({ number }) => isForAll || named.includes(number));
  if (meant.length === 0 || meant.some(({ protocol }) => protocol === 'unsupported' || reads[section](protocol))) return undefined;
  const list = meant.map(({ number, protocol }) => `${number} (${protocol})`).join(', ');
  return reasonAt(rule, {
    cause: 'another protocol',
    message: `this \`${section}\` rule is for ${meant.length === 1 ? 'port' : 'ports'} ${list}, where \`${section}\` rules are not read`,
    why: 'Istio decides by the name or `appProtocol` of a Service port which rules hold: `http` rules for HTTP, `tls` and `tcp` rules for the others',
    fix: section === 'http' ? 'name the port `http` or `http-…`, or write a `tcp` rule' : 'write an `http` rule',
  });
}
