import { posix } from 'node:path';
import { isMapping } from './mapping';
import { isPlaceholder } from './placeholder';

/** What a file is that holds no manifests. */
export type ForeignKind =
  | 'Helm template'
  | 'template'
  | 'Helm chart file'
  | 'kustomization'
  | 'kustomize patch'
  | 'Compose file'
  | 'CI file'
  | 'other file';

const byName: readonly (readonly [RegExp, ForeignKind])[] = [
  [/^(Chart|requirements)\.ya?ml$|^Chart\.lock$|^values([-._].*)?\.ya?ml$|^values\.schema\.json$/i, 'Helm chart file'],
  [/^kustomization\.ya?ml$/, 'kustomization'],
  [/^(docker-)?compose([-._].*)?\.ya?ml$/i, 'Compose file'],
  [
    /^(\.gitlab-ci|\.travis|azure-pipelines|cloudbuild|bitbucket-pipelines|appveyor|\.drone|codecov|\.golangci|\.goreleaser)\.ya?ml$/,
    'CI file',
  ],
  [
    /^(dependabot|renovate|\.pre-commit-config|\.readthedocs|mkdocs|Taskfile|skaffold|Tiltfile|helmfile|\.yamllint)\.(ya?ml|json)$/i,
    'other file',
  ],
  [/\.(md|markdown|rst|adoc|html?)$/i, 'other file'],
  [
    /^(package|package-lock|composer|bower|lerna|nx|turbo|biome|deno|cdk8s)\.(json|ya?ml)$|^(ts|js)config.*\.json$|^\.\w+rc(\.\w+)?$/,
    'other file',
  ],
];

/** What a file is by its name and place, whatever it holds; undefined when that says nothing. */
export function foreignByName(path: string): ForeignKind | undefined {
  const plain = path.replaceAll('\\', '/');
  if (/(^|\/)\.(github|circleci|gitlab)\//.test(plain)) return 'CI file';
  const name = posix.basename(plain);
  return byName.find(([pattern]) => pattern.test(name))?.[1];
}

/** Is it a template of Helm, or of another engine with braces? Inside quotes or comments braces are text. */
export function isTemplate(text: string): boolean {
  return /^\s*(- )?\{\{|:\s*\{\{|\{\{-?\s*(\.|(if|end|range|with|include|template|define)\b)/m.test(text);
}

/** What the values of a text are that are no objects of Kubernetes; undefined when one of them is an object. */
export function foreignByValues(values: readonly unknown[]): ForeignKind | undefined {
  const some = values.filter((value) => value !== null);
  if (some.length === 0) return undefined;
  if (some.every(isKustomization)) return 'kustomization';
  if (some.every((value) => isJsonPatch(value) || isStrategicPatch(value))) return 'kustomize patch';
  if (some.some(hasPlaceholder)) return 'template';
  if (some.every((value) => isMapping(value) && isMapping(value.services) && !('kind' in value))) return 'Compose file';
  return some.some((value) => hasKind(value) && !isConfiguration(value)) ? undefined : 'other file';
}

/** Groups of which every object has metadata; the files of other programs have an `apiVersion` and a `kind`, too. */
const applied =
  /^(v1|(apps|batch|autoscaling|policy|(networking|rbac\.authorization|apiextensions|gateway\.networking)\.k8s\.io|\w+\.istio\.io)\/.*)$/;

/** A file of settings that a program reads, such as `kind: Cluster` of kind: nothing in it is named. */
function isConfiguration(value: unknown): boolean {
  if (!isMapping(value) || 'metadata' in value || 'items' in value) return false;
  return typeof value.apiVersion === 'string' && typeof value.kind === 'string' && !applied.test(value.apiVersion);
}

/** Does it say what it is, as every object of Kubernetes does? */
export function isObject(value: unknown): value is Record<string, unknown> {
  return isMapping(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string' && !isKustomization(value);
}

/** Files of other programs have a `kind` or an `apiVersion`, too: alone it says nothing, unless it is a version that clusters know. */
function hasKind(value: unknown): boolean {
  if (!isMapping(value)) return false;
  const said = ['kind', 'apiVersion', 'metadata'].filter((field) => field in value);
  return said.length > 1 || (typeof value.apiVersion === 'string' && applied.test(value.apiVersion));
}

function isKustomization(value: unknown): boolean {
  return isMapping(value) && typeof value.apiVersion === 'string' && value.apiVersion.startsWith('kustomize.config.k8s.io/');
}

function isJsonPatch(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every((step) => isMapping(step) && typeof step.op === 'string' && 'path' in step)
  );
}

/** Does it say what to do with another object? Only a patch has a directive. Source: Kubernetes `strategicpatch`. */
function isStrategicPatch(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isStrategicPatch);
  return isMapping(value) && ('$patch' in value || Object.values(value).some(isStrategicPatch));
}

/** Is a name still to be filled in? No name of Kubernetes has braces. */
function hasPlaceholder(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (Array.isArray(value.items)) return value.items.some(hasPlaceholder);
  if (!isMapping(value.metadata)) return false;
  const { name, namespace } = value.metadata;
  return [name, namespace].some(isPlaceholder);
}

/** The files that a kustomization applies as patches, by their names as written. */
export function patchFilesOf(kustomization: unknown): string[] {
  if (!isMapping(kustomization)) return [];
  const { patches, patchesStrategicMerge, patchesJson6902, ...rest } = kustomization;
  const others = [rest.replacements, rest.configurations, rest.transformers].flatMap(listOf);
  return [...listOf(patches), ...listOf(patchesStrategicMerge), ...listOf(patchesJson6902), ...others].flatMap((patch) => {
    const path = isMapping(patch) ? patch.path : patch;
    return typeof path === 'string' && !path.includes('\n') ? [path] : [];
  });
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
