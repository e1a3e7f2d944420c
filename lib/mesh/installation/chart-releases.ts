import { namespaceOf, qualifiedName } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { argoValues, fluxValues } from './chart-values';

/** A chart as a controller installs it. */
export interface ChartRelease {
  readonly manifest: Manifest;
  /** Name of the release. */
  readonly name: string;
  /** Where its objects go. */
  readonly namespace: string;
  readonly values: FieldReader;
  /** Where more of its values are that was not read, in words. */
  readonly unread: readonly string[];
}

/** The releases of charts of these names, by Flux's `HelmRelease` and Argo CD's `Application`. */
export function chartReleases(objects: Objects, charts: ReadonlySet<string>): ChartRelease[] {
  const ofFlux = objects
    .ofKind('helm.toolkit.fluxcd.io', 'HelmRelease')
    .filter((manifest) => charts.has(chartOfFlux(manifest, objects)))
    .map((manifest) => fluxRelease(manifest, objects));
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
function fluxRelease(manifest: Manifest, objects: Objects): ChartRelease {
  const { object } = manifest;
  const spec = new FieldReader(object).at('spec');
  const target = spec.at('targetNamespace').text;
  const name = spec.at('releaseName').text || (target ? `${target}-${object.metadata.name}` : object.metadata.name);
  return { manifest, name, namespace: target || namespaceOf(object), ...fluxValues(manifest, objects) };
}

function argoReleases(manifest: Manifest, charts: ReadonlySet<string>): ChartRelease[] {
  const spec = new FieldReader(manifest.object).at('spec');
  return [spec.at('source'), ...spec.at('sources').items]
    .filter((source) => charts.has(source.at('chart').text))
    .map((source) => ({
      manifest,
      name: source.at('helm', 'releaseName').text || manifest.object.metadata.name,
      namespace: spec.at('destination', 'namespace').text || 'default',
      ...argoValues(source.at('helm')),
    }));
}

/** What of the values of these charts was not read, and could change which gateways there are or how the mesh is configured. */
export function unreadValues(objects: Objects, charts: ReadonlySet<string>): readonly string[] {
  return chartReleases(objects, charts).flatMap(({ manifest, unread }) =>
    unread.map((place) => `values of the chart of ${manifest.object.kind} ${qualifiedName(manifest.object)}: ${place} was not read`),
  );
}
