import { ConstructError } from '../../errors';
import { Duration } from '../duration';
import type { Microservice } from '../microservice';

/** How a program is asked for its metrics. */
export interface ScrapeOptions {
  /** The path of the metrics. @default '/metrics' */
  readonly path?: string;
  /** How often they are read. @default 30s */
  readonly interval?: Duration;
  /** Labels of the object, by which a Prometheus selects its monitors, such as `release`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Labels of pods that every series gets: the version is the pod's, whatever the program says of itself. @internal */
export const podLabels = ['app', 'version'];

/** @throws ConstructError `PathForm` @internal */
export function renderScrape({ path = '/metrics', interval = Duration.seconds(30) }: ScrapeOptions): { path: string; interval: string } {
  if (!path.startsWith('/')) throw new ConstructError('PathForm', `a path starts with \`/\`, got \`${path}\``, { fix: `'/${path}'` });
  return { path, interval: interval.toString() };
}

/** @throws ConstructError `NotScraped` unless its port answers HTTP/1.1, which is what Prometheus speaks in plain text. @internal */
export function checkScraped({ node, protocol }: Microservice<string>): void {
  if (protocol === 'http') return;
  throw new ConstructError('NotScraped', `microservice \`${node.id}\` answers ${protocol} on its port`, {
    why: 'Prometheus asks by HTTP/1.1',
    fix: "new PodMonitor(this, 'proxies', { of: 'proxies' }): its proxy counts its requests, too",
  });
}
