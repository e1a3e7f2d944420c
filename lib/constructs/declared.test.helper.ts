import { Chart } from 'cdk8s';
import { MeshApp } from '../app';
import { ConstructError } from '../errors';
import type { KubernetesObject } from '../istio/objects';
import { toYaml } from '../synth/yaml';
import type { TrafficApi } from './traffic-api';

/** The objects that come of what is declared in a chart `shop` of the namespace `shop`. A field that would be lost is an error. */
export function declared(declare: (chart: Chart) => void, trafficApi?: TrafficApi): KubernetesObject[] {
  const app = new MeshApp({ outdir: 'never-written', trafficApi });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  return app.manifests().map(({ object }) => object);
}

/** The same as YAML, for a snapshot that reads like the file in `dist`. */
export function yamlOf(declare: (chart: Chart) => void, trafficApi?: TrafficApi): string {
  return toYaml(declared(declare, trafficApi));
}

/** The spec of the one object of a kind. */
export function specOf(objects: readonly KubernetesObject[], kind: string): Record<string, unknown> {
  const found = objects.filter((object) => object.kind === kind);
  if (found.length !== 1)
    throw new Error(`expected one ${kind}, got ${found.length} among ${objects.map((object) => object.kind).join(', ')}`);
  return found[0]?.spec as Record<string, unknown>;
}

/** What is refused, and how it is told. */
export function refusal(declare: (chart: Chart) => void, trafficApi?: TrafficApi): ConstructError {
  try {
    declared(declare, trafficApi);
  } catch (error) {
    if (error instanceof ConstructError) return error;
    throw error;
  }
  throw new Error('nothing was rejected');
}
