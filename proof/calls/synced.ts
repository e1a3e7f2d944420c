import { setTimeout as sleep } from 'node:timers/promises';
import type { Plane } from '../plane';
import { until } from '../until';

interface SyncStatus {
  readonly proxy?: string;
  readonly cluster_sent?: string;
  readonly cluster_acked?: string;
  readonly listener_sent?: string;
  readonly listener_acked?: string;
  readonly route_sent?: string;
  readonly route_acked?: string;
  readonly endpoint_sent?: string;
  readonly endpoint_acked?: string;
}

/** How long proxies may keep connections to what they were before: they are told to drain for no longer. */
export const drainSeconds = 1;

/** Waits until every proxy has acknowledged what istiod sent, and connections to what held before have ended. */
export async function synced({ istiod: { debug } }: Plane): Promise<void> {
  const behind = async (): Promise<string[]> => {
    const { body } = await debug.send({ host: 'istiod', path: '/debug/syncz' });
    return (JSON.parse(body) as SyncStatus[]).filter((status) => !isSynced(status)).map(({ proxy = '' }) => proxy);
  };
  await until('every proxy has acknowledged its configuration', async () => (await behind()).length === 0, {
    every: 0.1,
    explain: behind,
  });
  await sleep(drainSeconds * 1000 + 200);
}

function isSynced(status: SyncStatus): boolean {
  return (
    status.cluster_sent === status.cluster_acked &&
    status.listener_sent === status.listener_acked &&
    status.route_sent === status.route_acked &&
    status.endpoint_sent === status.endpoint_acked
  );
}
