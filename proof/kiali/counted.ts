import type { Plane } from '../plane';

/** Requests that the gateway's Envoy sent to one pod of a service, by its own count. */
export interface Counted {
  /** Host of the service, for example `user-service.traffic-management.svc.cluster.local`. */
  readonly host: string;
  readonly namespace: string;
  readonly workload: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly requests: number;
}

/** A line of Envoy's `/clusters`: `outbound|8000|v2|host::10.244.0.9:8000::rq_total::12`. */
const line = /^outbound\|\d+\|[^|]*\|([^:]+)::([\d.]+):\d+::rq_total::(\d+)$/;

/** What the ingress gateway's Envoy counted, with the pods that the addresses belong to. */
export async function countedRequests({ ingress, kubelet }: Plane): Promise<readonly Counted[]> {
  const pods = new Map(kubelet.list().map(({ ip, pod }) => [ip, pod]));
  return (await ingress.admin('/clusters')).split('\n').flatMap((text) => {
    const [, host, ip, count] = line.exec(text.trim()) ?? [];
    const pod = pods.get(ip);
    if (host === undefined || !pod || Number(count) === 0) return [];
    const { name, namespace = 'default', labels = {} } = pod.metadata;
    const hash = labels['pod-template-hash'];
    const workload = hash === undefined ? name : name.replace(new RegExp(`-${hash}-[^-]+$`), '');
    return [{ host, namespace, workload, labels, requests: Number(count) }];
  });
}
