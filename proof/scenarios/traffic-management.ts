import { join } from 'node:path';
import type { Results } from '../report/results';
import type { HttpRequest } from '../requests/client';
import { describeFailures, Load } from '../requests/load';
import type { RequestRow } from '../requests/row';
import { type Bench, type Scenario, tryTable } from './scenario';
import { stickiness } from './stickiness';

const site = 'traffic-management.retailvoice.xyz';
const entrances = [`http://user.${site}/`, `http://${site}/user`];
const product = { url: `http://${site}/product/latest`, expect: { body: { app: 'Product', path: '/latest' } } };

const v1 = { body: { app: 'User V1', path: '/', version: 'v1' } };
const v2 = { body: { app: 'User V2', path: '/', version: { tag: 'v2' } } };

/** What each way to release must do. The folder is applied over what is there. */
export const releases: readonly { folder: string; title: string; rows: readonly RequestRow[]; sticky?: boolean }[] = [
  {
    folder: '.',
    title: 'canary',
    rows: entrances.map((url) => ({ url, expect: { shares: { by: 'app', of: { 'User V1': 90, 'User V2': 10 } } } })),
  },
  { folder: 'sticky', title: 'sticky', rows: [], sticky: true },
  {
    folder: 'dark-release',
    title: 'dark release',
    rows: entrances.flatMap((url) => [
      { url, headers: { mode: 'dev' }, expect: v2, times: 50 },
      { url, expect: v1, times: 50 },
      { url, headers: { mode: 'prod' }, expect: v1, times: 50 },
    ]),
  },
];

export const trafficManagement: Scenario = {
  name: 'traffic-management',
  title: 'Part 2: canary, sticky and dark release, switched under load',
  async run(bench, results) {
    for (const [index, release] of releases.entries()) {
      if (index > 0) await switchTo(release.folder, bench, results);
      await tryTable([...release.rows, product], bench, results);
      if (release.sticky) for (const url of entrances) await tryStickiness(url, bench, results);
    }
    await switchTo('.', bench, results);
    await tryTable(releases[0]?.rows.slice(0, 1) ?? [], bench, results);
  },
};

/** Applies another way to release while requests go on. */
async function switchTo(folder: string, { plane, gateway, dist }: Bench, results: Results): Promise<void> {
  const requests: HttpRequest[] = ['user.', ''].map((name) => ({
    host: `${name}${site}`,
    path: name ? '/' : '/user',
    headers: { 'my-header': 'a' },
  }));
  const load = new Load(gateway.client(), requests);
  await load.more(50);
  await plane.applyPath(join(dist, folder));
  await plane.settle(gateway);
  await load.more(150);
  const tally = await load.stop();
  const problem = tally.failures.length > 0 ? describeFailures(tally) : undefined;
  results.add(`kubectl apply -f dist/${folder === '.' ? '' : folder} under load: no failed request`, problem, `${tally.sent} requests`);
}

/** One header value, one pod; and not all values the same one. */
async function tryStickiness(url: string, { gateway }: Bench, results: Results): Promise<void> {
  const problem = await stickiness(url, gateway).catch((error: Error) => error.message);
  results.add(`${url}: each of 100 values of my-header reaches one pod, 5 times of 5, and both versions are reached`, problem);
}
