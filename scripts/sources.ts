import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One entry of `imports/sources.json`. */
export interface PinnedSource {
  readonly name: string;
  /** What the files hold: CustomResourceDefinitions, generated Go code of protobuf messages, OpenAPI documents, or Istio's list of annotations. */
  readonly format: 'crds' | 'protobuf' | 'openapi' | 'annotations';
  /** Go module that holds the files: its download is checked by Go's own checksum database. */
  readonly module: string;
  readonly version: string;
  readonly files: readonly PinnedFile[] | PinnedModule;
  /** Kinds to import, or the beginnings of the names of messages; or all that the files hold. */
  readonly kinds: 'all' | readonly string[];
  /** Fields that get no classes, such as `Rollout.spec.template`: nothing here writes them, and they are most of the text. @default - none */
  readonly unused?: readonly string[];
}

interface PinnedFile {
  /** Path inside the module. */
  readonly path: string;
  /** The project's own public address of the same file, where there is no Go. */
  readonly address: string;
  readonly sha256: string;
}

/** A module whose files are too many to name: the checksum of the whole, as Go writes it. Only Go can get these. */
interface PinnedModule {
  /** The files to read are those whose paths have this in them, and end so. */
  readonly containing: string;
  readonly ending: string;
  readonly sum: string;
}

/** The texts of a source's files, each compared with its pinned checksum. @throws Error when one differs or cannot be had */
export async function fetchSource(source: PinnedSource): Promise<string[]> {
  const module = downloadModule(source);
  if ('sum' in source.files) return readModule(source, source.files, module);
  const folder = module?.Dir;
  return Promise.all(
    source.files.map(async (file) => {
      const text = folder === undefined ? await download(file.address) : readFileSync(join(folder, file.path), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      if (sha256 !== file.sha256) {
        throw new Error(
          `imports/sources.json pins ${source.module}@${source.version} ${file.path} to sha256 ${file.sha256}, got ${sha256}`,
        );
      }
      return text;
    }),
  );
}

/** Where Go keeps a module, and its checksum. */
interface DownloadedModule {
  readonly Dir: string;
  readonly Sum: string;
}

/** Has Go download the module if need be; undefined without Go. Run outside any module, whose go.mod would interfere. */
function downloadModule({ module, version }: PinnedSource): DownloadedModule | undefined {
  try {
    const json = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
      cwd: tmpdir(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(json) as DownloadedModule;
  } catch {
    return undefined;
  }
}

function readModule(
  { module, version }: PinnedSource,
  { containing, ending, sum }: PinnedModule,
  downloaded: DownloadedModule | undefined,
): string[] {
  if (downloaded === undefined) throw new Error(`${module}@${version} cannot be had without Go`);
  if (downloaded.Sum !== sum) throw new Error(`imports/sources.json pins ${module}@${version} to ${sum}, got ${downloaded.Sum}`);
  const names = readdirSync(downloaded.Dir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes(containing) && name.endsWith(ending),
  );
  return names.sort().map((name) => readFileSync(join(downloaded.Dir, name), 'utf8'));
}

async function download(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.text();
}
