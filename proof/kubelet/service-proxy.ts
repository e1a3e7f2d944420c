import type { ApiClient } from '../api/client';
import type { ApiObject } from '../api/target';
import { run } from '../run';
import { podNetwork } from '../sandbox';

interface Slice extends ApiObject {
  readonly endpoints?: readonly { readonly addresses: readonly string[]; readonly conditions: { readonly ready?: boolean } }[];
  readonly ports?: readonly { readonly name?: string; readonly port: number }[];
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

const pods = `${podNetwork.prefix}0.0/${podNetwork.length}`;

/**
 * Plays kube-proxy once, for the Services and ready endpoints there are now: a connection to a Service's address goes to
 * one of its pods. Pods are neighbours and would answer past the translation, so the bench's own address is put in as
 * the source of such connections.
 */
export async function proxyServices(api: ApiClient): Promise<void> {
  const [services, slices] = await Promise.all([
    api.list({ apiVersion: 'v1', kind: 'Service' }),
    api.list<Slice>({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }),
  ]);
  const rules = services.flatMap((service) => rulesOf(service, slices));
  const masquerade = `-A POSTROUTING -s ${pods} -d ${pods} -m conntrack --ctstate DNAT -j MASQUERADE`;
  // Pods must not be told that a neighbour is nearer: they would send to it what only the translation can deliver.
  const own = ['all', 'default', podNetwork.bridge].map((name) => `echo 0 > /proc/sys/net/ipv4/conf/${name}/send_redirects`);
  await run('sh', ['-ec', ['echo 1 > /proc/sys/net/ipv4/ip_forward', ...own].join('\n')]);
  await run('iptables-restore', ['--noflush'], { input: ['*nat', ...rules, masquerade, 'COMMIT', ''].join('\n') });
}

function rulesOf({ metadata: { name, namespace }, spec }: ApiObject, slices: readonly Slice[]): string[] {
  const address = String(spec?.clusterIP ?? '');
  if (!/^\d/.test(address)) return [];
  const own = slices.filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.['kubernetes.io/service-name'] === name);
  return ((spec?.ports ?? []) as ServicePort[]).flatMap((port) => {
    const targets = own.flatMap((slice) => targetsOf(slice, port));
    return targets.map((target, index) => {
      const share = targets.length - index;
      const sometimes = share === 1 ? '' : ` -m statistic --mode random --probability ${(1 / share).toFixed(5)}`;
      return `-A PREROUTING -d ${address}/32 -p tcp --dport ${port.port}${sometimes} -j DNAT --to-destination ${target}`;
    });
  });
}

function targetsOf({ endpoints = [], ports = [] }: Slice, { name = '' }: ServicePort): string[] {
  const target = ports.find((port) => (port.name ?? '') === name)?.port;
  if (target === undefined) return [];
  const ready = endpoints.filter(({ conditions }) => conditions.ready !== false);
  return ready.flatMap(({ addresses }) => addresses.map((address) => `${address}:${target}`));
}
