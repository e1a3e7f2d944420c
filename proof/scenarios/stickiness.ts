import type { Gateway } from '../gateway/gateway';
import { splitUrl } from '../requests/row';

const values = Array.from({ length: 100 }, (_, number) => `customer-${number}`);
const times = 5;

/** Sends every value several times. @returns what was not as expected, undefined when each value stuck to one pod and both versions were met */
export async function stickiness(url: string, gateway: Gateway): Promise<string | undefined> {
  const { host, path, port } = splitUrl(url);
  const met = new Set<string>();
  for (const value of values) {
    const answers = await Promise.all(
      Array.from({ length: times }, () => gateway.client(port).send({ host, path, headers: { 'my-header': value } })),
    );
    const pods = new Set(answers.map(({ status, body }) => (status === 200 ? podOf(body) : `status ${status}`)));
    if (pods.size > 1) return `my-header: ${value} reached ${[...pods].join(' and ')}`;
    for (const pod of pods) met.add(pod);
  }
  return met.size > 1 ? undefined : `all values reached ${[...met].join()}`;
}

/** Version 2 of the service does not say its pod, but has only one. */
function podOf(body: string): string {
  const { served_from, version } = JSON.parse(body) as { served_from?: string; version?: { tag: string } };
  return served_from ?? `the pod of ${version?.tag}`;
}
