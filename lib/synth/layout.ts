import { type Chart, Names, YamlOutputType } from 'cdk8s';
import { ConstructError } from '../errors';
import type { Manifest } from '../manifest/manifest';

/** A chart and its objects, in the order they are written. */
export interface RenderedChart {
  readonly chart: Chart;
  manifests(): readonly Manifest[];
}

/** One file to write: its path below the output folder, and what it holds. */
export interface PlannedFile {
  readonly path: string;
  manifests(): readonly Manifest[];
}

interface Layout {
  readonly type: YamlOutputType;
  /** For example `.k8s.yaml`. */
  readonly extension: string;
  /** Whether chart names begin with their position, as `0000-`. */
  readonly numbered: boolean;
}

/** Which object goes into which file: cdk8s's own layout. @throws ConstructError `SameFile` when two would overwrite each other */
export function planFiles(charts: readonly RenderedChart[], { type, extension, numbered }: Layout): PlannedFile[] {
  const names = charts.map(({ chart }, index) => `${numbered ? `${String(index).padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart)}`);
  const perResource = (manifests: readonly Manifest[], folder: string) =>
    manifests.map((manifest) => ({ path: `${folder}${resourceName(manifest)}${extension}`, manifests: () => [manifest] }));
  switch (type) {
    case YamlOutputType.FILE_PER_APP:
      return charts.length === 0 ? [] : [{ path: `app${extension}`, manifests: () => charts.flatMap((chart) => chart.manifests()) }];
    case YamlOutputType.FILE_PER_RESOURCE:
      return distinct(charts.flatMap((chart) => perResource(chart.manifests(), '')));
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return distinct(charts.flatMap((chart, index) => perResource(chart.manifests(), `${names[index]}/`)));
    case YamlOutputType.FILE_PER_CHART:
      return distinct(charts.map((chart, index) => ({ path: `${names[index]}${extension}`, manifests: () => chart.manifests() })));
  }
}

function resourceName({ object }: Manifest): string {
  return `${object.kind}.${object.metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function distinct(files: PlannedFile[]): PlannedFile[] {
  const byPath = new Map<string, PlannedFile>();
  for (const file of files) {
    const other = byPath.get(file.path);
    if (other) throw sameFile(file, other);
    byPath.set(file.path, file);
  }
  return files;
}

function sameFile(file: PlannedFile, other: PlannedFile): ConstructError {
  const [construct, first] = [file, other].map((each) => each.manifests()[0]?.source.construct);
  return new ConstructError('SameFile', `two things would be written to \`${file.path}\`: \`${first}\` and \`${construct}\``, {
    construct,
    why: 'the second would overwrite the first',
    fix: 'YamlOutputType.FILE_PER_CHART keeps them apart by chart',
  });
}
