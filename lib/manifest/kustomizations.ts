import { basename, dirname, join, normalize } from 'node:path';
import { documentsOf } from './documents';
import { decodeText } from './encoding';
import { patchFilesOf } from './foreign';
import type { Input, InputTree } from './input-tree';
import type { FieldPath, Manifest } from './manifest';
import { isMapping } from './mapping';
import { Text } from './text';

/** What one kustomization says, by its text alone. */
interface Kustomization {
  readonly name: string;
  /** Local files and folders that it builds on. */
  readonly resources: readonly string[];
  /** Files that it applies to others. */
  readonly patches: readonly string[];
  readonly changes: readonly Change[];
  /** Does it make objects that no file of the tree holds? */
  readonly adds: boolean;
}

type Change = (path: FieldPath) => boolean;

const anything: Change = () => true;
const under =
  (pattern: RegExp): Change =>
  (path) =>
    path.some((step) => pattern.test(String(step)));

/** What a field of a kustomization changes in the objects it lists. Source: kustomize `types.Kustomization`; a field that is not here changes anything. */
const changesBy: Readonly<Record<string, Change | 'nothing' | 'adds'>> = {
  ...Object.fromEntries(
    ['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'crds', 'openapi', 'buildMetadata', 'sortOptions', 'generatorOptions'].map(
      (field) => [field, 'nothing'] as const,
    ),
  ),
  ...Object.fromEntries(
    ['configMapGenerator', 'secretGenerator', 'generators', 'helmCharts', 'helmChartInflationGenerator', 'helmGlobals'].map(
      (field) => [field, 'adds'] as const,
    ),
  ),
  images: under(/^image$/),
  replicas: under(/^replicas$/),
  commonAnnotations: under(/^annotations$/),
  commonLabels: under(/selector|labels/i),
  labels: under(/selector|labels/i),
  namespace: under(/^namespace$/),
  namePrefix: under(/^name$/),
  nameSuffix: under(/^name$/),
};

/** Fields after which every object is still found under its name, with its labels. */
const harmless: ReadonlySet<string> = new Set(['images', 'replicas', 'commonAnnotations']);

/** What the kustomizations of a tree do with its files when nobody renders them. */
export class Kustomizations {
  private readonly all: readonly Kustomization[];
  private readonly patches: ReadonlySet<string>;
  private readonly folders: ReadonlySet<string>;
  /** The kustomizations that a file is built by, by the file. */
  private readonly builders = new Map<string, Kustomization[]>();

  constructor(tree: InputTree) {
    this.all = kustomizationsIn(tree);
    this.patches = new Set(this.all.flatMap(({ patches }) => patches));
    this.folders = new Set(this.all.map(({ name }) => dirname(name)));
    const byFolder = new Map(this.all.map((one) => [dirname(one.name), one]));
    for (const one of this.all) {
      for (const file of filesOf(one, byFolder)) {
        const known = this.builders.get(file);
        if (known) known.push(one);
        else this.builders.set(file, [one]);
      }
    }
  }

  /** Is it applied to other objects, and none itself? */
  isPatch(file: string): boolean {
    return this.patches.has(normalize(file)) && !this.builders.has(normalize(file));
  }

  /** Does it lie beside a kustomization, and none lists it? Then nothing deploys it. */
  isUnlisted(file: string): boolean {
    return this.folders.has(dirname(normalize(file))) && !this.builders.has(normalize(file));
  }

  /** Kustomizations that make objects, or names of objects, that no file holds. */
  get making(): readonly string[] {
    return this.all.filter(({ adds }) => adds).map(({ name }) => name);
  }

  /** The manifest, with what changes it before a cluster gets it. */
  marked(manifest: Manifest): Manifest {
    const builders = this.builders.get(normalize(manifest.source.file ?? '')) ?? [];
    const changing = builders.filter(({ changes }) => changes.length > 0);
    if (changing.length === 0) return manifest;
    return {
      ...manifest,
      changedBy: (path) => changing.find(({ changes }) => changes.some((change) => change(path)))?.name,
    };
  }
}

/** The files that a kustomization builds on, through others too. */
function filesOf(start: Kustomization, byFolder: ReadonlyMap<string, Kustomization>): Set<string> {
  const files = new Set<string>();
  const seen = new Set<Kustomization>();
  const visit = (one: Kustomization): void => {
    if (seen.has(one)) return;
    seen.add(one);
    for (const path of one.resources) {
      const below = byFolder.get(path);
      if (below) visit(below);
      else files.add(path);
    }
  };
  visit(start);
  return files;
}

function kustomizationsIn(tree: InputTree): Kustomization[] {
  const own = tree.inputs
    .filter(({ name }) => /^kustomization([.-][\w-]+)*\.ya?ml$/.test(basename(name)))
    .flatMap((input) => valuesOf(input).map((value) => kustomizationOf(normalize(input.name), value)));
  return [...own, ...tree.folders.flatMap(kustomizationsIn)];
}

/** What cannot be read is reported where the file itself is read. */
function valuesOf({ name, read }: Input): Record<string, unknown>[] {
  try {
    return [...documentsOf(new Text(name, decodeText(read())))].flatMap(({ value }) => (isMapping(value) ? [value] : []));
  } catch {
    return [];
  }
}

function kustomizationOf(name: string, value: Record<string, unknown>): Kustomization {
  const paths = [value.resources, value.bases, value.components].flat().filter((path): path is string => typeof path === 'string');
  const local = paths.filter((path) => !isRemote(path));
  const place = (path: string) => normalize(join(dirname(name), path)).replace(/[\\/]$/, '');
  const fields = Object.keys(value).filter((field) => !isEmpty(value[field]));
  return {
    name,
    resources: local.map(place),
    patches: patchFilesOf(value).map(place),
    changes: fields.flatMap((field) => changeBy(field)),
    adds: local.length < paths.length || fields.some((field) => makesOthers(field)),
  };
}

function changeBy(field: string): Change[] {
  const change = changesBy[field] ?? anything;
  return typeof change === 'string' ? [] : [change];
}

/** Are there objects, names or labels that the files do not show? */
const makesOthers = (field: string): boolean => changesBy[field] !== 'nothing' && !harmless.has(field);

const isRemote = (path: string): boolean => /^[a-z+]+:\/\/|^git@|^[\w.-]+\.[a-z]+\/.*(\?ref=|\.git)|^github\.com\//i.test(path);

const isEmpty = (value: unknown): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);
