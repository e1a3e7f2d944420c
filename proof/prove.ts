import { join } from 'node:path';
import type { Gateway } from './gateway/gateway';
import { Plane, type PlaneOptions } from './plane';
import { Results } from './report/results';
import { hasManyUsers } from './sandbox';
import { admission } from './scenarios/admission';
import { analysis } from './scenarios/analysis';
import { availability } from './scenarios/availability';
import { control } from './scenarios/control';
import { discoveringServices } from './scenarios/discovering-services';
import { edge } from './scenarios/edge';
import { examples } from './scenarios/examples';
import { gatewayApi } from './scenarios/gateway-api';
import { identity } from './scenarios/identity';
import { noSidecars, type Scenario } from './scenarios/scenario';
import { signIn } from './scenarios/sign-in';
import { trafficManagement } from './scenarios/traffic-management';
import { zeroTrust } from './scenarios/zero-trust';
import { echoImage, serviceImages } from './services';

/** One plane and what is tried on it, in order. */
interface Session {
  readonly sidecars: boolean;
  readonly cni: boolean;
  readonly gatewayApi?: boolean;
  readonly scenarios: readonly Scenario[];
}

const sessions: readonly Session[] = [
  {
    sidecars: true,
    cni: true,
    scenarios: [admission, discoveringServices, trafficManagement, analysis, availability, identity, zeroTrust, signIn, edge, ...examples],
  },
  { sidecars: true, cni: false, scenarios: [control] },
  { sidecars: true, cni: true, gatewayApi: true, scenarios: [gatewayApi] },
];

export const scenarioNames = sessions.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));

/** Who is told what, while it happens. */
export interface PlaneOutput {
  onPlane(title: string, logs: string): void;
  onResults(results: Results): void;
  /** Takes what ends the plane, should the program be told to stop. */
  onStart(stop: () => Promise<void>): void;
}

export interface ProveOptions extends PlaneOutput {
  /** Names of the scenarios to run; `admission` runs with any that needs `dist` applied. @default - all */
  readonly only?: readonly string[];
}

/** Runs the project's own scenarios against its `dist`. @throws ProofError when one could not be carried out */
export async function prove(options: ProveOptions): Promise<Results[]> {
  const all: Results[] = [];
  const images = [...(await serviceImages()), await echoImage()];
  for (const session of sessions) {
    const scenarios = session.scenarios.filter((scenario) => isWanted(scenario, session, options));
    if (scenarios.length === 0) continue;
    const sidecars = session.sidecars && hasManyUsers();
    await withPlane({ sidecars, cni: session.cni, gatewayApi: session.gatewayApi, images }, options, async (plane, gateway) => {
      for (const scenario of scenarios) {
        const results = new Results(scenario.name, scenario.title);
        all.push(results);
        if (scenario.needsSidecars && !sidecars) results.skip(scenario.title, noSidecars);
        else await scenario.run({ plane, gateway, sidecars, dist: join(__dirname, '..', 'dist') }, results);
        options.onResults(results);
      }
    });
  }
  return all;
}

interface WithGateway extends PlaneOptions {
  /** What Gateway objects select it by, where there are no sidecars. @default `{ istio: ingressgateway }` */
  readonly gatewayLabels?: Gateway['labels'];
}

/** Starts a plane with its gateway, and ends it whatever happens. */
export async function withPlane(
  options: WithGateway,
  output: PlaneOutput,
  act: (plane: Plane, gateway: Gateway) => Promise<void>,
): Promise<void> {
  const since = Date.now();
  const plane = await Plane.start({ ...options, onStart: (stop) => output.onStart(stop) });
  try {
    const gateway = options.sidecars ? plane.ingress : await plane.gateway({ labels: options.gatewayLabels });
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    output.onPlane(`plane ${options.sidecars ? 'with' : 'without'} sidecars up in ${seconds} s`, plane.logs);
    await act(plane, gateway);
  } finally {
    await plane.stop();
  }
}

function isWanted({ name }: Scenario, { scenarios }: Session, { only }: ProveOptions): boolean {
  if (!only || only.includes(name)) return true;
  return name === admission.name && scenarios.some((scenario) => only.includes(scenario.name));
}
