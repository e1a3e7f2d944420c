import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Cache } from '../binaries/cache';
import { recipes } from '../binaries/recipes';
import { ProofError } from '../errors';
import type { EnvoyGateway } from '../gateway/envoy-gateway';
import { Plane } from '../plane';
import type { Results } from '../report/results';
import { serviceImages } from '../services';
import { until } from '../until';
import { proveAnswers } from './answers';
import { PrometheusOperator } from './operator';
import { Prometheus } from './prometheus';
import { provePushed } from './pushed';
import { expositionImage, replayedProxies } from './replayed-proxies';
import { proveRouteLabels } from './route-labels';
import { ruleFiles, systemObjects, telemetryObjects } from './watched';

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
    await proveRouteLabels(plane, gateway, site, results);
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
    await proveAnswers(prometheus, results);
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
