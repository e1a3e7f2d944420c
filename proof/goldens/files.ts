import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import { Cache } from '../binaries/cache';
import { goldenWorld } from './golden-world';

type Status = KubernetesObject & { readonly status?: unknown };

/** One input of istiod's own tests, with what istiod makes of it. */
export interface Golden {
  readonly name: string;
  readonly input: readonly KubernetesObject[];
  /** Gateways, VirtualServices and DestinationRules. */
  readonly converted: readonly KubernetesObject[];
  readonly statuses: readonly Status[];
}

/** Every golden file of istiod's translation. @throws ProofError where they are not in the cache */
export function goldens(): Golden[] {
  const source = new Cache().path('istio-gateway-goldens', 'conversion_test.go');
  const folder = dirname(source);
  const objects = (file: string) =>
    (loadAll(readFileSync(join(folder, file), 'utf8')) as (KubernetesObject | null)[]).filter((object) => object !== null).map(lowerCase);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && existsSync(join(folder, `${file}.golden`)) && !(file in leftOut))
    .map((file) => {
      const input = objects(file).filter((object) => !isLeftOut(object));
      const name = file.replace(/\.yaml$/, '');
      return {
        name,
        input: [...input, ...goldenWorld(readFileSync(source, 'utf8'), input)],
        converted: objects(`${file}.golden`).filter((object) => !comesFrom(object, objects(file).filter(isLeftOut))),
        statuses: objects(`${name}.status.yaml.golden`),
      };
    });
}

/** The API server lets no name have capitals; the tests have no API server. */
function lowerCase(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, name: object.metadata.name.toLowerCase() } };
}

/** Files that are not compared, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  'reference-policy-inferencepool.yaml': 'InferencePools are not evaluated',
  'east-west-ambient.yaml': 'Gateways of class `istio-east-west` are not evaluated',
  'foreign-waypoint.yaml': 'a waypoint of another controller takes the routes of its Services with it',
};

/** Not evaluated: InferencePools with the routes to them, XBackendTrafficPolicies, and whether a Secret holds what a certificate must be. */
function isLeftOut(object: KubernetesObject): boolean {
  return (
    object.kind === 'XBackendTrafficPolicy' ||
    object.metadata.name === 'invalid-cert-malformed' ||
    JSON.stringify(object).includes('InferencePool')
  );
}

/** Was it made from these objects alone? */
function comesFrom({ metadata }: KubernetesObject, objects: readonly KubernetesObject[]): boolean {
  const parents = metadata.annotations?.['internal.istio.io/parents']?.split(',') ?? [];
  const names = objects.flatMap(({ kind, metadata: { name, namespace } }) => [
    `${kind}/${name}.${namespace}`,
    `${kind}/${namespace}.${name}`,
  ]);
  return parents.length > 0 && parents.every((parent) => names.includes(parent));
}
