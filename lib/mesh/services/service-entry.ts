import { isWildcard } from '../../istio/hosts';
import { namespaceOf } from '../../istio/names';
import { parseProtocol } from '../../istio/protocol';
import type { Manifest } from '../../manifest/manifest';
import { list, map, number, record, text } from '../decode';
import type { ResourceDefaults } from '../resource-defaults';
import { Visibility } from '../visibility';
import type { Service } from './service';

const spec = record({
  hosts: list(text),
  addresses: list(text),
  exportTo: list(text),
  location: text,
  resolution: text,
  ports: list(record({ name: text, number, protocol: text, targetPort: number })),
  endpoints: list(record({ address: text, labels: map(text), ports: map(number) })),
  workloadSelector: record({ labels: map(text) }),
});

/** The services a manifest of kind `ServiceEntry` declares: one for each of its hosts. */
export function serviceEntryServices(
  manifest: Manifest,
  { exportedByDefault = [], capturesDns = false }: ResourceDefaults = {},
): Service[] {
  const { hosts, addresses = [], exportTo, ports, endpoints, location, resolution, workloadSelector } = spec.decode(manifest.object.spec);
  const namespace = namespaceOf(manifest.object);
  const optsOut = /^false$/i.test(manifest.object.metadata.labels?.['networking.istio.io/enable-autoallocate-ip'] ?? '');
  const allocates = capturesDns && !optsOut && (resolution ?? 'NONE') !== 'NONE';
  return (hosts ?? []).map((host) => ({
    registry: 'external',
    host,
    name: manifest.object.metadata.name,
    namespace,
    ports: (ports ?? []).map(({ name = '', number: port = 0, protocol = '', targetPort }) => ({
      name,
      number: port,
      protocol: parseProtocol(protocol),
      targetPort: targetPort || port,
    })),
    visibility: new Visibility(exportTo, namespace, exportedByDefault),
    selector: workloadSelector?.labels,
    headless: false,
    isExternal: location !== 'MESH_INTERNAL',
    hasAddress: addresses.length > 0 || (allocates && !isWildcard(host)),
    virtualAddresses: addresses.map((address) => address.replace(/^([\d.]+)\/32$/, '$1')),
    resolution: resolution ?? 'NONE',
    addresses: (endpoints ?? []).map(({ address = '', labels = {}, ports: overrides = {} }) => ({ address, labels, ports: overrides })),
    manifest,
  }));
}
