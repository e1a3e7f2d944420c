import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { graphOf } from '../../lib/graph/graph-of';
import { readManifests } from '../../lib/manifest/read-manifests';
import { Mesh } from '../../lib/mesh/mesh';
import type { Plane } from '../plane';
import type { Results } from '../report/results';
import { Prometheus } from '../telemetry/prometheus';
import { until } from '../until';
import { isOfMesh, notDrawn } from './compare';
import { countedRequests } from './counted';
import { Kiali, type KialiGraph } from './kiali';
import { replay } from './replay';

const namespaces = ['default', 'traffic-management'];

/** The article's requests. */
const requests = ['microservice.retailvoice.xyz', 'traffic-management.retailvoice.xyz'].flatMap((site) => [
  { host: site, path: '/user/about' },
  { host: site, path: '/product/latest' },
  { host: `user.${site}`, path: '/' },
  { host: `product.${site}`, path: '/' },
]);
const times = 40;

interface Bench {
  readonly plane: Plane;
  readonly programs: { readonly kiali: string; readonly prometheus: string };
  /** Folder of the manifests. */
  readonly dist: string;
}

/** The real Kiali beside the real API server and a real Prometheus: its graph, its validations and its lists. */
export async function proveKiali({ plane, programs, dist }: Bench, results: Results): Promise<void> {
  await plane.applyPath(dist);
  await plane.rolledOut(...namespaces);
  await plane.settle(plane.ingress);
  await sendAll(plane);
  const counted = await countedRequests(plane);
  results.add(
    'the gateway counts requests for each pod, which are replayed as metrics of Istio: its own build of Envoy alone has them',
    counted.length > 0 ? undefined : 'it counted none',
    `${counted.reduce((sum, { requests: count }) => sum + count, 0)} requests to ${counted.length} pods`,
  );
  const replayed = await replay(counted);
  const config = scrapingOf(replayed.port, plane.logs);
  const prometheus = await Prometheus.start({ command: programs.prometheus, config, logs: plane.logs });
  try {
    const kiali = await Kiali.start(plane, programs.kiali);
    await compareAll(
      kiali,
      { dist, workloads: new Set(counted.map(({ namespace, workload }) => `${namespace}/${workload}`)) },
      results,
    ).finally(() => kiali.stop());
  } finally {
    await prometheus.stop();
    replayed.stop();
  }
}

interface Expected {
  readonly dist: string;
  /** That answered requests: `namespace/name`. */
  readonly workloads: ReadonlySet<string>;
}

async function compareAll(kiali: Kiali, { dist, workloads }: Expected, results: Results): Promise<void> {
  const graph = graphOf(Mesh.load(readManifests([dist]).manifests).mesh);
  const drawn = await until(
    'Kiali draws an edge to every workload that answered',
    async () => {
      const found = await kiali.graph(namespaces);
      const called = calledIn(found);
      return [...workloads].every((name) => called.has(name)) ? found : undefined;
    },
    { within: 90, every: 2, explain: () => kiali.lastLines(12) },
  );
  const missing = notDrawn(graph, drawn);
  results.add(
    "every node and edge of Kiali's graph of versioned apps is in ours",
    missing.length > 0 ? `not drawn: ${missing.join('; ')}` : undefined,
    `${drawn.nodes.filter(isOfMesh).length} nodes, ${drawn.edges.length} edges`,
  );
  await proveLabels(kiali, results);
  await proveValidations(kiali, results);
}

/** Workloads that an edge leads to, as `namespace/name`: without requests Kiali draws them, too, each by itself. */
function calledIn({ nodes, edges }: KialiGraph): ReadonlySet<string> {
  const targets = new Set(edges.map(({ target }) => target));
  return new Set(nodes.filter(({ id }) => targets.has(id)).map(({ namespace, workload }) => `${namespace}/${workload}`));
}

async function proveLabels(kiali: Kiali, results: Results): Promise<void> {
  const listed = await kiali.workloads(namespaces);
  const without = listed
    .filter(({ appLabel, versionLabel }) => !appLabel || !versionLabel)
    .map(({ namespace, name }) => `${namespace}/${name}`);
  const problem = listed.length === 0 ? 'Kiali lists no workload' : without.length > 0 ? `not so for ${without.join(', ')}` : undefined;
  results.add('Kiali finds an app and a version on every workload', problem, `${listed.length} workloads`);
}

async function proveValidations(kiali: Kiali, results: Results): Promise<void> {
  const all = (await Promise.all(namespaces.map((namespace) => kiali.validations(namespace)))).flat();
  const objects = new Map(all.map((each) => [`${each.objectType} ${each.namespace}/${each.name}`, each]));
  const checks = [...objects].flatMap(([name, { checks: own }]) =>
    (own ?? []).map(({ code, severity, message }) => ({ code, severity, text: `${severity} ${code} of ${name}: ${message}` })),
  );
  const errors = checks.filter(({ severity }) => severity === 'error').map(({ text }) => text);
  const problem = objects.size === 0 ? 'Kiali validated nothing' : errors.length > 0 ? errors.join('; ') : undefined;
  const codes = [...new Set(checks.map(({ code, severity }) => `${severity} ${code}`))];
  const others = codes.map((each) => `${each} of ${checks.filter(({ code, severity }) => `${severity} ${code}` === each).length}`);
  results.add('Kiali has no validation error', problem, [`${objects.size} objects`, ...others].join('; '));
}

async function sendAll({ ingress }: Plane): Promise<void> {
  const client = ingress.client(80);
  for (let time = 0; time < times; time++) await Promise.all(requests.map((request) => client.send(request)));
}

/** @returns the path of a configuration that scrapes one port of this machine */
function scrapingOf(port: number, folder: string): string {
  const file = join(folder, 'prometheus-kiali.yaml');
  const job = { job_name: 'replayed', scrape_interval: '1s', scrape_timeout: '1s', static_configs: [{ targets: [`127.0.0.1:${port}`] }] };
  writeFileSync(file, dump({ scrape_configs: [job] }));
  return file;
}
