import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { chartReleases } from './chart-releases';

/** Mesh configuration as an installer is told it, before there is a ConfigMap. */
export interface DeclaredConfig {
  readonly manifest: Manifest;
  /** The text that istiod gets: JSON is YAML. */
  readonly text: string;
}

/** Charts whose values hold the mesh configuration, by their names in Istio's repository. */
export const istiodCharts: ReadonlySet<string> = new Set(['istiod', 'istio-control', 'istio-discovery']);

/** Who installs Istio, and where each keeps the values of istiod's chart. */
const installers: readonly (readonly [group: string, kind: string, valuesOf: (object: FieldReader) => readonly unknown[]])[] = [
  ['install.istio.io', 'IstioOperator', (object) => [object.at('spec').value, object.at('spec', 'values').value]],
  ['sailoperator.io', 'Istio', (object) => [object.at('spec', 'values').value]],
];

/** The mesh configuration that an `IstioOperator`, an operator's `Istio`, or the values of a chart give; the first that has one. */
export function declaredConfig(objects: Objects): DeclaredConfig | undefined {
  for (const { manifest, values } of installerValues(objects)) {
    const meshConfig = values.at('meshConfig').value;
    if (meshConfig !== undefined && meshConfig !== null) return { manifest, text: JSON.stringify(meshConfig) };
  }
  return undefined;
}

/** The values that installers are given for istiod's chart, each with the object that holds them. */
export function installerValues(objects: Objects): { readonly manifest: Manifest; readonly values: FieldReader }[] {
  const operators = installers.flatMap(([group, kind, valuesOf]) =>
    objects
      .ofKind(group, kind)
      .flatMap((manifest) => valuesOf(new FieldReader(manifest.object)).map((values) => ({ manifest, values: new FieldReader(values) }))),
  );
  return [...operators, ...chartReleases(objects, istiodCharts)];
}
