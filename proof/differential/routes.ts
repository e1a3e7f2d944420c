/**
 * `npm run prove:routes`: generated configurations and requests, answered by the evaluator and by the real istiod and
 * Envoy, which must agree; and the worked cases. Exit code 0 when they do, 1 when they do not, 2 when it could not run.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { readCases } from '../../lib/route/cases';
import type { Request } from '../../lib/route/request/request';
import { guardedGateways } from '../generator/worlds';
import { Plane } from '../plane';
import { insideSandbox } from '../sandbox';
import { echoImage } from '../services';
import { endOnSignal } from '../signals';
import { configurations } from './configurations';
import { ConfiguredPlane, type Disagreement, isRefused } from './configured-plane';
import { counterexampleText } from './counterexample';
import { gatewayApiConfigurations } from './gateway-api-configurations';
import { requests } from './requests';
import { signing } from './signing';
import { casesFolder } from './world';

interface Options {
  /** Policies and tokens at the gateway, instead of routes alone. */
  readonly policies: boolean;
  /** Objects of the Gateway API, and now and then of Istio beside them. */
  readonly gatewayApi: boolean;
  readonly configurations: number;
  readonly requests: number;
  readonly seed?: number;
}

const pod = { namespace: 'istio-system', labels: { istio: 'ingressgateway', app: 'istio-ingressgateway' } };
/** How often a failing configuration is tried smaller. */
const shrinks = 60;

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const since = Date.now();
  const plane = await Plane.start({ images: [await echoImage()], gatewayApi: options.gatewayApi });
  endOnSignal(() => plane.stop());
  try {
    const configured = new ConfiguredPlane(plane, await plane.gateway(pod), options.gatewayApi);
    await configured.prepare();
    say(`plane is up after ${seconds(since)} s`);
    const cases = options.gatewayApi || (await workedCases(configured));
    const generated = await generatedConfigurations(configured, options);
    say(`${seconds(since)} s in all`);
    return cases && generated ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

/** The cases a plain-text gateway of the root namespace can be asked; the others are named. */
async function workedCases(plane: ConfiguredPlane): Promise<boolean> {
  let wrong = 0;
  let asked = 0;
  const left: string[] = [];
  for (const file of readdirSync(casesFolder).filter((name) => name.endsWith('.yaml') && name !== 'world.yaml')) {
    for (const each of readCases(join(casesFolder, file))) {
      const requested = each.requests
        .filter(({ request, from, workload }) => !from && !workload && request.scheme === 'http' && !request.claims && !request.sourceIp)
        .map(({ request }) => request);
      const elsewhere = each.gateway.namespace !== pod.namespace || each.manifests.some(isOfGatewayApi);
      if (requested.length < each.requests.length || elsewhere) {
        left.push(each.case);
        continue;
      }
      asked += requested.length;
      wrong += await tell(plane, each.manifests, requested);
    }
  }
  console.log(
    `worked cases: ${asked - wrong} of ${asked} requests agree; not asked, for they need TLS, sidecars, the Gateway API or another gateway: ${left.join(', ')}`,
  );
  return wrong === 0;
}

/** The plane of these cases does not have its kinds, and runs no gateway of theirs. */
function isOfGatewayApi({ apiVersion }: KubernetesObject): boolean {
  return apiVersion.startsWith('gateway.networking.k8s.io/');
}

async function tell(plane: ConfiguredPlane, objects: readonly KubernetesObject[], asked: readonly Request[]): Promise<number> {
  await plane.configure(objects);
  const disagreements = await plane.compare(asked);
  if (disagreements.length > 0) console.log(counterexampleText(objects, disagreements));
  return disagreements.length;
}

class Disagreed extends Error {
  constructor(readonly disagreements: readonly Disagreement[]) {
    super(`${disagreements.length} requests`);
  }
}

async function generatedConfigurations(plane: ConfiguredPlane, options: Options): Promise<boolean> {
  const count = { configurations: 0, requests: 0, shrinks: 0 };
  let failed = false;
  const generated = options.policies
    ? guardedGateways(options.requests, signing())
    : fc.record({ objects: options.gatewayApi ? eitherApi() : configurations(), requests: requests(options.requests) });
  const property = fc.asyncProperty(generated, async ({ objects, requests: asked }) => {
    fc.pre(!isRefused(objects, pod));
    if (failed && ++count.shrinks > shrinks) return;
    await plane.configure(objects);
    const disagreements = await plane.compare(asked);
    if (!failed) {
      count.configurations++;
      count.requests += asked.length;
      if (count.configurations % 50 === 0) say(`${count.configurations} configurations, ${count.requests} requests`);
    }
    failed ||= disagreements.length > 0;
    if (disagreements.length > 0) throw new Disagreed(disagreements);
  });
  const result = await fc.check(property, { numRuns: options.configurations, seed: options.seed });
  console.log(
    `generated: ${count.requests} requests over ${count.configurations} configurations, seed ${result.seed}: ${result.failed ? 'they disagree' : 'all agree'}${plane.leftOpen > 0 ? `; ${plane.leftOpen} of them are undecided and not compared` : ''}`,
  );
  if (!result.failed) return true;
  const [{ objects } = { objects: [] }] = result.counterexample ?? [];
  console.log(
    result.errorInstance instanceof Disagreed
      ? counterexampleText(objects, result.errorInstance.disagreements)
      : String(result.errorInstance),
  );
  return false;
}

function eitherApi(): fc.Arbitrary<KubernetesObject[]> {
  const both = fc.tuple(gatewayApiConfigurations(), configurations()).map((groups) => groups.flat());
  return fc.oneof({ weight: 3, arbitrary: gatewayApiConfigurations() }, { weight: 1, arbitrary: both });
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      policies: { type: 'boolean', default: false },
      'gateway-api': { type: 'boolean', default: false },
      configurations: { type: 'string', default: '500' },
      requests: { type: 'string', default: '20' },
      seed: { type: 'string' },
    },
  });
  return {
    policies: values.policies,
    gatewayApi: values['gateway-api'],
    configurations: Number(values.configurations),
    requests: Number(values.requests),
    seed: values.seed === undefined ? undefined : Number(values.seed),
  };
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}

function say(line: string): void {
  process.stderr.write(`prove:routes  ${line}\n`);
}

void insideSandbox(main);
