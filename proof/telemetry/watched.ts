import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';

const root = join(__dirname, '..', '..');

/** What is proved: the objects that are committed, as they would be applied. */
export const systemObjects = (): KubernetesObject[] => objectsIn(join(root, 'dist'));
export const telemetryObjects = (): KubernetesObject[] => objectsIn(join(root, 'examples', 'telemetry', 'dist'));

/** A rule of a PrometheusRule. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
}

/** A file of rules as Prometheus reads it, which is just what a PrometheusRule holds. */
export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly interval?: string; readonly rules: readonly Rule[] }[];
}

export interface NamedRules {
  readonly name: string;
  readonly file: RuleFile;
}

export function ruleFiles(objects: readonly KubernetesObject[]): NamedRules[] {
  return objects
    .filter(({ kind }) => kind === 'PrometheusRule')
    .map(({ metadata, spec }) => ({ name: metadata.name ?? '', file: spec as RuleFile }));
}

/** A query, and where it stands. */
export interface Query {
  readonly place: string;
  readonly expr: string;
}

export function ruleQueries(objects: readonly KubernetesObject[]): Query[] {
  return ruleFiles(objects).flatMap(({ name, file }) =>
    file.groups.flatMap(({ rules }) => rules.map(({ alert, record, expr }) => ({ place: `${name}, ${alert ?? record}`, expr }))),
  );
}

/** What Grafana would ask, with the values it puts in place of its variables. */
export function dashboardQueries(objects: readonly KubernetesObject[], rateInterval: string): Query[] {
  interface Panel {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }
  const files = objects
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data }) => Object.entries((data ?? {}) as Record<string, string>));
  return files.flatMap(([file, text]) =>
    (JSON.parse(text) as { panels: Panel[] }).panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ place: `${file}, ${title}`, expr: expr.replaceAll('$__rate_interval', rateInterval) })),
    ),
  );
}

function objectsIn(folder: string): KubernetesObject[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => loadAll(readFileSync(join(folder, file), 'utf8')) as KubernetesObject[]);
}
