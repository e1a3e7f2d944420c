import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const serviceEntryWithoutAddress = rule({
  code: 'IST0134',
  name: 'service-entry-without-address',
  level: 'warning',
  kinds: [kinds.ServiceEntry],
  check({ root, spec }, { mesh }) {
    const metadata = mesh.config.fields.at('defaultConfig', 'proxyMetadata');
    const isOn = (name: string) => metadata.at(name).text === 'true';
    const allocates = isOn('ISTIO_META_DNS_CAPTURE') && (isOn('ISTIO_META_DNS_AUTO_ALLOCATE') || isOn('PILOT_ENABLE_IP_AUTOALLOCATE'));
    if (spec.at('addresses').items.length > 0 || root.at('status', 'addresses').items.length > 0 || allocates) return [];
    return spec
      .at('ports')
      .items.filter((port) => ['', 'TCP'].includes(port.at('protocol').text.toUpperCase()))
      .map((port) =>
        (port.at('protocol').exists ? port.at('protocol') : port.at('number')).finding({
          message: `port ${port.at('number').number ?? ''} is plain TCP, and this ServiceEntry has no addresses`,
          why: 'a TCP connection names no host: without an address it takes all traffic on that port, whatever its host',
          fix: 'add `addresses`, or `protocol: TLS` where the connection names its host',
        }),
      );
  },
});
