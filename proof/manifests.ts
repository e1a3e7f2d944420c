import type { KubernetesObject } from '../lib/istio/objects';
import { readManifests } from '../lib/manifest/read-manifests';
import { ProofError } from './errors';
import type { Gateway } from './gateway/gateway';
import type { ImageProgram } from './kubelet/images';
import type { Plane } from './plane';
import { type PlaneOutput, withPlane } from './prove';
import { Results } from './report/results';
import type { RequestRow } from './requests/row';
import { tryTable } from './scenarios/scenario';
import { echoImage, serviceImages } from './services';

export interface ManifestsOptions extends PlaneOutput {
  /** Files and folders, as `kubectl apply -f` takes them, applied in this order. */
  readonly paths: readonly string[];
  readonly rows: readonly RequestRow[];
  /** Programs for images. Every other image answers with what it was asked. @default - the project's own services */
  readonly images?: readonly ImageProgram[];
  /** @default false */
  readonly sidecars?: boolean;
  /** Seconds that pods may take to become ready. @default 90 */
  readonly patience?: number;
}

/** Runs anybody's manifests on the real control plane, and sends them a table of requests. @throws ProofError when that could not be done */
export async function proveManifests(options: ManifestsOptions): Promise<Results[]> {
  const { paths, rows, images = [], sidecars = false, patience } = options;
  const objects = objectsOf(paths);
  const programs = [...images, ...(await serviceImages()), await echoImage()];
  const results = new Results('requests', `Requests to ${paths.join(', ')}`);
  await withPlane({ sidecars, images: programs, patience, gatewayLabels: selectorOf(objects) }, options, async (plane, gateway) => {
    await applyAll(plane, paths, objects);
    await plane.settle(gateway);
    await tryTable(rows, { gateway }, results);
    options.onResults(results);
  });
  return [results];
}

function objectsOf(paths: readonly string[]): KubernetesObject[] {
  const { manifests, problems } = readManifests(paths);
  const [problem] = problems;
  if (problem) throw new ProofError(problem.message);
  if (manifests.length === 0) throw new ProofError(`${paths.join(', ')} hold no manifests`);
  return manifests.map(({ object }) => object);
}

/** Namespaces that nobody declares are made: they are usually somebody else's to declare. */
async function applyAll(plane: Plane, paths: readonly string[], objects: readonly KubernetesObject[]): Promise<void> {
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace ?? 'default'))];
  const declared = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  await plane.apply(
    namespaces.filter((name) => !declared.includes(name)).map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
  for (const path of paths) await plane.applyPath(path);
  await plane.rolledOut(...namespaces);
}

/** The labels that the gateway's pod must have so that every Gateway of the manifests selects it. */
function selectorOf(objects: readonly KubernetesObject[]): Gateway['labels'] {
  const selectors = objects
    .filter(({ kind }) => kind === 'Gateway')
    .map(({ spec }) => (spec as { selector?: Gateway['labels'] } | undefined)?.selector);
  return Object.assign({ istio: 'ingressgateway' }, ...selectors);
}
