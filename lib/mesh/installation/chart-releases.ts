import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { readYaml } from '../../manifest/yaml/read-yaml';
import type { Objects } from '../objects';

/** A chart as a controller installs it. */
export interface ChartRelease {
  readonly manifest: Manifest;
  /** Name of the release. */
  readonly name: string;
  /** Where its objects go. */
  readonly namespace: string;
  readonly values: FieldReader;
}

/** The releases of charts of these names, by Flux's `HelmRelease` and Argo CD's `Application`. */
export function chartReleases(objects: Objects, charts: ReadonlySet<string>): ChartRelease[] {
  const ofFlux = objects
    .ofKind('helm.toolkit.fluxcd.io', 'HelmRelease')
    .filter((manifest) => charts.has(chartOfFlux(manifest, objects)))
    .map(fluxRelease);
  const ofArgo = objects.ofKind('argoproj.io', 'Application').flatMap((manifest) => argoReleases(manifest, charts));
  return [...ofFlux, ...ofArgo];
}

/** Source: Flux `HelmReleaseSpec.chart`, `chartRef`. */
function chartOfFlux({ object }: Manifest, objects: Objects): string {
  const spec = new FieldReader(object).at('spec');
  const written = spec.at('chart', 'spec', 'chart').text;
  if (written !== '') return written;
  const reference = spec.at('chartRef');
  const namespace = reference.at('namespace').text || namespaceOf(object);
  const source = objects
    .ofKind('source.toolkit.fluxcd.io', reference.at('kind').text)
    .find((one) => one.object.metadata.name === reference.at('name').text && namespaceOf(one.object) === namespace);
  const from = new FieldReader(source?.object).at('spec');
  return from.at('chart').text || (from.at('url').text.split('/').at(-1) ?? '');
}

/** Source: Flux `HelmRelease.GetReleaseName`, `GetReleaseNamespace`. */
function fluxRelease(manifest: Manifest): ChartRelease {
  const { object } = manifest;
  const spec = new FieldReader(object).at('spec');
  const target = spec.at('targetNamespace').text;
  const name = spec.at('releaseName').text || (target ? `${target}-${object.metadata.name}` : object.metadata.name);
  return { manifest, name, namespace: target || namespaceOf(object), values: spec.at('values') };
}

function argoReleases(manifest: Manifest, charts: ReadonlySet<string>): ChartRelease[] {
  const spec = new FieldReader(manifest.object).at('spec');
  return [spec.at('source'), ...spec.at('sources').items]
    .filter((source) => charts.has(source.at('chart').text))
    .map((source) => ({
      manifest,
      name: source.at('helm', 'releaseName').text || manifest.object.metadata.name,
      namespace: spec.at('destination', 'namespace').text || 'default',
      values: argoValues(source.at('helm')),
    }));
}

/** Source: Argo CD `ApplicationSourceHelm.ValuesYAML`: the object goes before the text. */
function argoValues(helm: FieldReader): FieldReader {
  const object = helm.at('valuesObject');
  return object.exists ? object : new FieldReader(textValues(helm.at('values').text));
}

function textValues(text: string): unknown {
  try {
    return text === '' ? undefined : readYaml(text).value;
  } catch {
    return undefined; // Argo CD reports it, and installs nothing
  }
}
