import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import versions from '../versions.json';

/** One entry of `imports/sources.json`. The version of its module is the one in `versions.json`. */
export interface Source {
  readonly name: string;
  /**
   * What the files hold: CustomResourceDefinitions, those of a channel that has less than the imported ones, generated Go code of protobuf
   * messages, OpenAPI documents, or Istio's list of annotations.
   */
  readonly format: 'crds' | 'channel' | 'protobuf' | 'openapi' | 'annotations';
  /** Go module that holds the files: its download is checked by Go's own checksum database. */
  readonly module: string;
  /** Paths inside the module, or which of its files to read. */
  readonly files: readonly string[] | FilesOfModule;
  /** Kinds to import, or the beginnings of the names of messages; or all that the files hold. */
  readonly kinds: 'all' | readonly string[];
  /** Fields that get no classes, such as `Rollout.spec.template`: nothing here writes them, and they are most of the text. @default - none */
  readonly unused?: readonly string[];
}

/** Files too many to name: the checksum is of the whole module, as Go writes it. Only Go can get these. */
interface FilesOfModule {
  /** The files to read are those whose paths have this in them, and end so. */
  readonly containing: string;
  readonly ending: string;
}

/** The texts of a source's files, and what they are to be compared with. */
export interface FetchedSource {
  readonly texts: readonly string[];
  /** `h1:…` of the whole module, or sha256 by path. */
  readonly sums: ModuleSums;
}

export type ModuleSums = string | Readonly<Record<string, string>>;

/** `istio.io/api@v1.31.1`. @throws Error when `versions.json` does not name the module */
export function pinnedModule(module: string): string {
  return `${module}@${versionOf(module)}`;
}

function versionOf(module: string): string {
  const version = (versions.modules as Readonly<Record<string, string>>)[module];
  if (version === undefined) throw new Error(`versions.json: no version of \`${module}\`, which imports/sources.json names`);
  return version;
}

/**
 * The public address of a module's file at the pinned version, for machines without Go.
 * @throws Error when nothing is known about where the module's repository is
 */
export function addressOf(module: string, path: string): string {
  const owner = Object.entries(owners).find(([host]) => module.startsWith(host));
  if (!owner) throw new Error(`imports/sources.json: the repository of \`${module}\` is unknown: only Go can get its files`);
  const [repository] = /^[^/]+\/[^/]+$/.exec(owner[1] + module.slice(owner[0].length).replace(/\/v\d+$/, '')) ?? [];
  if (!repository) throw new Error(`imports/sources.json: \`${module}\` is a folder of a repository: only Go can get its files`);
  return `https://raw.githubusercontent.com/${repository}/${versionOf(module)}/${path}`;
}

/** Who owns the repositories behind names of Go modules. */
const owners: Readonly<Record<string, string>> = {
  'github.com/': '',
  'istio.io/': 'istio/',
  'sigs.k8s.io/': 'kubernetes-sigs/',
  'k8s.io/': 'kubernetes/',
};

/** Reads a source's files from Go's module cache or, without Go, from their public addresses. @throws Error when they cannot be had */
export async function fetchSource({ module, files }: Source): Promise<FetchedSource> {
  const downloaded = downloadModule(pinnedModule(module));
  if (!isList(files)) return readModule(module, files, downloaded);
  const texts = await Promise.all(
    files.map((path) =>
      downloaded ? Promise.resolve(readFileSync(join(downloaded.Dir, path), 'utf8')) : download(addressOf(module, path)),
    ),
  );
  return { texts, sums: Object.fromEntries(files.map((path, at) => [path, sha256(texts[at] ?? '')])) };
}

function isList(files: Source['files']): files is readonly string[] {
  return Array.isArray(files);
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Where Go keeps a module, and its checksum. */
interface DownloadedModule {
  readonly Dir: string;
  readonly Sum: string;
}

/** Has Go download the module if need be; undefined without Go. Run outside any module, whose go.mod would interfere. */
function downloadModule(pinned: string): DownloadedModule | undefined {
  return goJson<DownloadedModule>(['mod', 'download', '-json', pinned]);
}

function readModule(module: string, { containing, ending }: FilesOfModule, downloaded: DownloadedModule | undefined): FetchedSource {
  if (downloaded === undefined) throw new Error(`${pinnedModule(module)} cannot be had without Go`);
  const names = readdirSync(downloaded.Dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes(containing) && name.endsWith(ending),
  );
  return { texts: names.sort().map((name) => readFileSync(join(downloaded.Dir, name), 'utf8')), sums: downloaded.Sum };
}

/**
 * Which versions of the modules in `versions.json` a module's own go.mod asks for; undefined without Go. Only the go.mod is downloaded.
 */
export function requirementsOf(module: string): Record<string, string> | undefined {
  const listed = goJson<{ GoMod: string }>(['list', '-m', '-json', pinnedModule(module)]);
  const goMod = listed && goJson<{ Require: readonly Requirement[] }>(['mod', 'edit', '-json', listed.GoMod]);
  const pinned = goMod?.Require.filter(({ Path }) => Path in versions.modules);
  return pinned && Object.fromEntries(pinned.map(({ Path, Version }) => [Path, Version]));
}

interface Requirement {
  readonly Path: string;
  readonly Version: string;
}

function goJson<T>(args: readonly string[]): T | undefined {
  try {
    return JSON.parse(execFileSync('go', args, { cwd: tmpdir(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as T;
  } catch {
    return undefined;
  }
}

async function download(address: string): Promise<string> {
  const response = await fetch(address).catch((error: Error) => {
    throw new Error(`${address} cannot be reached: ${error.cause instanceof Error ? error.cause.message : error.message}`);
  });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.text();
}
