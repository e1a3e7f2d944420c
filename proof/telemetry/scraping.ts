import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/manifest/manifest';
import type { Cache } from '../binaries/cache';
import { recipes } from '../binaries/recipes';
import { ProofError } from '../errors';
import type { EnvoyGateway } from '../gateway/envoy-gateway';
import { Plane } from '../plane';
import type { Results } from '../report/results';
import { serviceImages } from '../services';
import { until } from '../until';
import { PrometheusOperator } from './operator';
import { Prometheus } from './prometheus';
import { provePushed } from './pushed';
import { QueryCheck } from './queries';
import { expositionImage, replayedProxies } from './replayed-proxies';
import { dashboardQueries, ruleFiles, ruleQueries, systemObjects, telemetryObjects } from './watched';

/** Grafana's own choice for a scrape every 30 s, the longest of the example. */
const rateInterval = '2m';
/** Seconds until everything has been scraped twice and every rule has seen that. */
const patience = 300;
const site = 'traffic-management.retailvoice.xyz';

/** The committed telemetry on a real plane: the real operator configures a real Prometheus, which scrapes the running services. */
export async function proveScraping(cache: Cache, results: Results, onPlane: (plane: Plane) => void): Promise<void> {
  const plane = await Plane.start({ images: [...(await serviceImages()), await expositionImage()] });
  onPlane(plane);
  const stops: (() => Promise<void> | void)[] = [() => plane.stop()];
  try {
    await deploySystem(plane, cache);
    const gateway = await plane.gateway();
    await plane.settle(gateway);
    stops.unshift(sendRequests(gateway));
    await applyTelemetry(plane, results);
    await provePushed(plane, gateway, results);
    const operator = await PrometheusOperator.start(plane, cache.path('prometheus-operator', 'operator'));
    stops.unshift(() => operator.stop());
    const rules = ruleFiles(telemetryObjects()).length;
    const config = await operator.configuration({ jobs: monitorJobs(), rules });
    results.add(
      "the operator makes Prometheus' configuration of every monitor and rule",
      undefined,
      `${monitorJobs().length} monitors, ${rules} rules`,
    );
    const prometheus = await Prometheus.start({ command: cache.path('prometheus', 'prometheus'), config, logs: plane.logs });
    stops.unshift(() => prometheus.stop());
    await proveTargets(prometheus, results);
    await proveQueries(prometheus, results);
  } finally {
    for (const stop of stops) await stop();
  }
}

async function deploySystem(plane: Plane, cache: Cache): Promise<void> {
  await plane.apply(operatorCrds(cache));
  await until(
    "the API server serves the operator's kinds",
    async () => {
      for (const kind of ['Prometheus', 'PrometheusRule', 'ServiceMonitor', 'PodMonitor']) {
        await plane.api.list({ apiVersion: 'monitoring.coreos.com/v1', kind });
      }
      return true;
    },
    { every: 0.5 },
  );
  await plane.apply([...systemObjects(), replayedProxies]);
  const wait = ['wait', '--for=condition=Available', 'deployment', '--all', '--namespace=traffic-management', '--timeout=90s'];
  const { code, stderr } = await plane.kubectl(wait);
  if (code !== 0) throw new ProofError('the services did not come up', { log: stderr.split('\n') });
}

async function applyTelemetry(plane: Plane, results: Results): Promise<void> {
  for (const object of telemetryObjects()) {
    const { kind, metadata } = object;
    if (kind === 'Kiali') {
      results.skip(`${kind} ${metadata.name}`, 'its CustomResourceDefinition is in no Go module that can be pinned');
      continue;
    }
    const problem = await plane.apply([object]).then(
      () => undefined,
      (error: Error) => error.message,
    );
    results.add(`the API server and Istio's webhook take ${kind} ${metadata.name}`, problem);
  }
}

/** Requests through a real gateway, to both services and both versions, until told to stop. @returns stop */
function sendRequests(gateway: EnvoyGateway): () => Promise<void> {
  const client = gateway.client(80);
  let stopped = false;
  const sending = (async () => {
    while (!stopped) {
      for (const path of ['/user', '/user/about', '/user/none', '/product', '/product/latest']) {
        await client.send({ host: site, path }).catch(() => undefined);
      }
      await sleep(50);
    }
  })();
  return () => {
    stopped = true;
    return sending;
  };
}

async function proveTargets(prometheus: Prometheus, results: Results): Promise<void> {
  const expected = ['product v1', 'replayed-proxies', 'user v1', 'user v2'];
  const told = async () =>
    (await prometheus.targets()).map(({ labels, health, lastError }) => {
      const name = labels.app ? `${labels.app} ${labels.version}` : labels.pod;
      return health === 'up' ? `${name}` : `${name} is ${health}: ${lastError}`;
    });
  const found = await until('every target is up', async () => ((await told()).sort().join() === expected.join() ? expected : undefined), {
    within: 90,
    every: 1,
    explain: told,
  });
  results.add('exactly the pods that are meant are scraped, each with its app and version', undefined, found.join(', '));
}

async function proveQueries(prometheus: Prometheus, results: Results): Promise<void> {
  const objects = telemetryObjects();
  const panels = dashboardQueries(objects, rateInterval);
  const rules = ruleQueries(objects);
  const [alerts, records] = [rules.filter(({ place }) => /, [A-Z]/.test(place)), rules.filter(({ place }) => /, slo:/.test(place))];
  await until(
    'every recorded series and both versions are there',
    async () => {
      const check = await QueryCheck.of(prometheus);
      for (const { expr } of [...records, ...panels]) if (await check.problemOf(expr, false)) return false;
      return true;
    },
    { within: patience, every: 2 },
  ).catch(() => undefined); // what is still missing then is told below, query by query
  results.skip(
    "Istio's standard metrics from real proxies",
    'only its own build of Envoy counts them: here they are replayed, written by hand',
  );
  const check = await QueryCheck.of(prometheus);
  await check.prove('every query of every dashboard answers with numbers', panels, results);
  await check.prove('every recording rule answers with numbers', records, results);
  await check.prove('every alert can be evaluated, and reads only what is there', alerts, results, { mayBeEmpty: true });
  for (const [metric, label] of [
    ['http_requests_total', 'version'],
    ['istio_requests_total', 'destination_version'],
  ] as const) {
    await proveVersions(
      prometheus,
      results,
      panels.filter(({ expr }) => expr.includes(metric) && expr.includes(`by (${label})`) && expr.includes('user')),
      label,
    );
  }
  for (const [expr, expected] of [
    ['sum(rate(istio_request_total[1m]))', 'nothing exports `istio_request_total`'],
    ['sum by (path) (rate(http_requests_total[1m]))', 'no series of `http_requests_total` has a label `path`'],
    ['http_requests_total{app="nobody"}', 'the answer is empty'],
  ] as const) {
    const said = await check.problemOf(expr, false);
    results.add(`the check notices ${expr}`, said === expected ? undefined : `it said ${said}`);
  }
}

async function proveVersions(prometheus: Prometheus, results: Results, queries: readonly { expr: string }[], label: string): Promise<void> {
  const problems: string[] = [];
  for (const { expr } of queries) {
    const versions = (await prometheus.query(expr)).map(({ metric }) => metric[label] ?? '');
    if (!['v1', 'v2'].every((version) => versions.includes(version))) problems.push(`${expr}: ${versions.join(', ')}`);
  }
  if (queries.length === 0) problems.push('no panel compares versions');
  results.add(
    `v1 and v2 stand side by side, by ${label}`,
    problems.length > 0 ? problems.join('\n') : undefined,
    `${queries.length} panels`,
  );
}

function operatorCrds(cache: Cache): KubernetesObject[] {
  const recipe = recipes.find(({ name }) => name === 'prometheus-operator-crds');
  if (recipe?.kind !== 'module-files') throw new ProofError("no recipe makes the operator's CustomResourceDefinitions");
  return recipe.files.flatMap((file) => {
    const name = file.split('/').at(-1) ?? file;
    return loadAll(readFileSync(cache.path(recipe.name, name), 'utf8')) as KubernetesObject[];
  });
}

/** As the operator names them. */
function monitorJobs(): string[] {
  return telemetryObjects()
    .filter(({ kind }) => kind === 'ServiceMonitor' || kind === 'PodMonitor')
    .map(({ kind, metadata }) => `${kind === 'PodMonitor' ? 'podMonitor' : 'serviceMonitor'}/${metadata.namespace}/${metadata.name}/0`);
}
