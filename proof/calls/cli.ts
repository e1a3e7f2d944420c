/**
 * `npm run prove:requests`: generated policies, tokens, mutual TLS, rules and scopes, and requests between pods with and
 * without sidecars and through the gateway, answered by the evaluator and by the real mesh. Exit code 0 when all that is
 * decided agrees, 1 when something does not, 2 when it could not run.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import { signing } from '../differential/signing';
import type { ImageProgram } from '../kubelet/images';
import { Plane } from '../plane';
import { imageOf } from '../program';
import { insideSandbox } from '../sandbox';
import { echoImage } from '../services';
import { endOnSignal } from '../signals';
import { CalledPlane, type Disagreement } from './called-plane';
import { configurations, gatewayApiConfigurations } from './configurations';
import { askedOf } from './requests';

interface Options {
  readonly configurations: number;
  readonly requests: number;
  readonly seed?: number;
  /** The numbers of the configurations of the seed to try again. */
  readonly only?: readonly number[];
  /** Routes of the Gateway API for Services, too. */
  readonly gatewayApi: boolean;
  /** Go on after a disagreement, to find them all. */
  readonly all: boolean;
}

/**
 * istiod keeps endpoints by cluster, whatever ports a Sidecar imports of the Service: one that imports a single port empties
 * the clusters of the others for every proxy, until something of the Service changes.
 */
const withoutCache = { PILOT_ENABLE_XDS_CACHE: 'false' };

async function main(): Promise<number> {
  const options = optionsOf(process.argv.slice(2));
  const since = Date.now();
  const { gatewayApi } = options;
  const plane = await Plane.start({ sidecars: true, gatewayApi, images: await images(), istiodEnvironment: withoutCache });
  endOnSignal(() => plane.stop());
  try {
    const called = new CalledPlane(plane, gatewayApi);
    await called.prepare();
    say(`plane is up after ${seconds(since)} s`);
    const agreed = await generated(called, options);
    say(`${seconds(since)} s in all`);
    return agreed ? 0 : 1;
  } finally {
    await plane.stop();
  }
}

async function images(): Promise<ImageProgram[]> {
  return Promise.all([imageOf('caller', { name: 'caller', program: require.resolve('./caller') }), echoImage()]);
}

async function generated(
  plane: CalledPlane,
  { configurations: count, requests, seed = Math.trunc(Math.random() * 2 ** 31), gatewayApi, all, only }: Options,
): Promise<boolean> {
  const signer = signing();
  const objects = gatewayApi ? gatewayApiConfigurations(signer) : configurations(signer);
  const each = fc.record({ objects, asked: askedOf(requests, signer) });
  let done = 0;
  let asked = 0;
  let wrong = 0;
  for (const [index, sample] of fc.sample(each, { seed, numRuns: count }).entries()) {
    if (only && !only.includes(index)) continue;
    await plane.configure(sample.objects);
    const disagreements = await plane.compare(sample.asked);
    done += 1;
    asked += sample.asked.length;
    wrong += disagreements.length;
    if (disagreements.length > 0) console.log(`# configuration ${index}, seed ${seed}\n${report(sample.objects, disagreements)}`);
    if (disagreements.length > 0 && !all) break;
    if (done % 20 === 0) say(`${done} configurations, ${asked} requests`);
  }
  const compared = asked - plane.leftOpen - plane.notAsked;
  console.log(
    `${compared - wrong} of ${compared} requests agree, over ${done} configurations, seed ${seed}; ${plane.leftOpen} more are named undecided and not compared`,
  );
  console.log(
    [...plane.seen]
      .sort()
      .map(([what, times]) => `${what} ${times}`)
      .join(' · '),
  );
  return wrong === 0;
}

function report(objects: readonly KubernetesObject[], all: readonly Disagreement[]): string {
  const manifests = objects.map((object) => dump(object, { noRefs: true, lineWidth: 160 })).join('---\n');
  const lines = all.map(({ asked, fields, predicted, seen }) =>
    [
      `# ${fields.join(', ')} differ`,
      `# asked:     ${JSON.stringify(asked)}`,
      `# evaluator: ${JSON.stringify(predicted)}`,
      `# mesh:      ${JSON.stringify(seen)}`,
    ].join('\n'),
  );
  return `${manifests}---\n${lines.join('\n\n')}\n`;
}

function optionsOf(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      configurations: { type: 'string', default: '300' },
      requests: { type: 'string', default: '20' },
      seed: { type: 'string' },
      'gateway-api': { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  return {
    configurations: Number(values.configurations),
    requests: Number(values.requests),
    seed: values.seed === undefined ? undefined : Number(values.seed),
    gatewayApi: values['gateway-api'],
    all: values.all,
    only: values.only?.split(',').map(Number),
  };
}

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}

function say(line: string): void {
  process.stderr.write(`prove:requests  ${line}\n`);
}

void insideSandbox(main);
