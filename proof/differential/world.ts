import { join } from 'node:path';
import type { KubernetesObject } from '../../lib/istio/objects';
import { readWorld } from '../../lib/route/cases';

/** Where the worked cases are. */
export const casesFolder = join(__dirname, '..', '..', 'lib', 'route', 'cases');

interface Deployment {
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string> };
    readonly spec: { readonly containers: readonly object[] };
  };
}

/** The Services and programs that every configuration finds: those of the worked cases. A program's image says whose it is. */
export function world(): KubernetesObject[] {
  return readWorld(casesFolder).map((object) => (object.kind === 'Deployment' ? withImage(object) : object));
}

/** Whose program answers under an image. */
export interface Backend {
  readonly namespace: string;
  readonly workload: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

export function backends(objects: readonly KubernetesObject[]): ReadonlyMap<string, Backend> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'Deployment')
      .map((object) => {
        const { namespace = 'default', name } = object.metadata;
        return [imageOf(object), { namespace, workload: name, podLabels: (object.spec as Deployment).template.metadata.labels }];
      }),
  );
}

function imageOf({ metadata }: KubernetesObject): string {
  return `echo/${metadata.namespace}/${metadata.name}`;
}

function withImage(object: KubernetesObject): KubernetesObject {
  const spec = object.spec as Deployment;
  const containers = spec.template.spec.containers.map((container) => ({ ...container, image: imageOf(object) }));
  return { ...object, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } } };
}
