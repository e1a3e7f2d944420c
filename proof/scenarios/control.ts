import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pod } from '../kubelet/pod-spec';
import type { RequestRow } from '../requests/row';
import { until } from '../until';
import { type Bench, type Scenario, tryTable } from './scenario';

const seed = join(__dirname, '..', '..', '..', 'shared', 'seed', '1-discovering-services');
const site = 'microservice.retailvoice.xyz';

/** What the author's prefix and rewrite do to paths. The same bench that says `dist` is right must show that this is not. */
const rows: readonly RequestRow[] = [
  { url: `http://${site}/user`, expect: { body: { app: 'User', path: '/' } } },
  { url: `http://${site}/user/about`, expect: { status: 404, body: { app: 'User', path: '//about' } } },
  { url: `http://${site}/userfoo`, expect: { status: 404, body: { app: 'User', path: '/foo' } } },
  { url: `http://${site}/product/latest`, expect: { status: 404, body: { app: 'Product', path: '//latest' } } },
];

export const control: Scenario = {
  name: 'control',
  title: "Control: the author's own manifests go wrong as they should",
  async run(bench, results) {
    if (!existsSync(seed)) return results.skip("the author's manifests", 'they are not on this machine');
    await bench.plane.kubectl(['apply', '-f', seed]);
    await bench.plane.rolledOut('default');
    await bench.plane.settle(bench.gateway);
    if (bench.sidecars) results.add('the label of the namespace puts istio-init and istio-proxy into every pod', await notInjected(bench));
    for (const path of ['/user', '/product']) await until(`${path} is served`, () => isServed(path, bench));
    await tryTable(rows, bench, results);
  },
};

/** The author's pods have no probes: they count as ready before they listen. */
async function isServed(path: string, { gateway }: Bench): Promise<boolean> {
  return (await gateway.client().send({ host: site, path })).status !== 503;
}

async function notInjected({ plane }: Bench): Promise<string | undefined> {
  const pods = await plane.api.list<Pod>({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' });
  const plain = pods.filter(({ spec }) => {
    const names = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
    return !(names.includes('istio-init') && names.includes('istio-proxy'));
  });
  return plain.length > 0 || pods.length !== 4 ? `${plain.length} of ${pods.length} pods lack them` : undefined;
}
