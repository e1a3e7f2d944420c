import { basename, normalize } from 'node:path';
import { inNamespace, type NamespaceOf } from './default-namespace';
import { InputError, type InputTree } from './input-tree';
import { inputTree } from './inputs';
import { Kustomizations } from './kustomizations';
import type { Manifest } from './manifest';
import { type FileReading, readFile, textOf } from './read-file';
import type { PassedOver, Reading, ReadProblem } from './reading';
import { renderedTree } from './render';

/** How paths are read. */
export interface ReadOptions {
  /**
   * Read also the folders that declare again what a folder above them declares.
   *
   * @default false - such a folder is another way to deploy the same, as `dist/sticky` is beside `dist`: it is passed over
   */
  readonly recursive?: boolean;
  /** What is no manifest is a problem. @default false - it is passed over */
  readonly strict?: boolean;
  /** Render charts and kustomizations by `helm`, `kubectl` or `kustomize`. @default false - they are passed over */
  readonly render?: boolean;
  /** The namespace of objects that name none. @default - none is filled in */
  readonly namespaceOf?: NamespaceOf;
  /** Where `-` reads from. @default - the process's stdin */
  readonly stdin?: () => Buffer;
}

/**
 * Reads manifests from files, pipes, folders and the folders in them (`*.yaml`, `*.yml`, `*.json`), `-` for stdin, and
 * `git:<rev>:<path>` for a file or folder as it was in a revision.
 *
 * Nothing throws for what a file holds: what cannot be read is a problem with its place, and everything else is read.
 *
 * @throws InputError for a path that leads nowhere
 */
export function readManifests(paths: readonly string[], options: ReadOptions = {}): Reading {
  const manifests: Manifest[] = [];
  const problems: ReadProblem[] = [];
  const walk = new Walk(options, paths);
  for (const path of paths) {
    for (const { reading } of walk.files(path)) {
      for (const manifest of reading.manifests) manifests.push(manifest);
      for (const problem of reading.problems) problems.push(problem);
    }
  }
  return { manifests, problems: [...problems, ...walk.problems], passedOver: walk.passedOver, unrendered: walk.unrendered };
}

/** As `readManifests`, one file after the other, each with its own reading, and no folder left out. */
export function* readEach(paths: readonly string[], options: ReadOptions = {}): Generator<{ name: string; file: Reading }> {
  const walk = new Walk({ ...options, recursive: true }, paths);
  for (const path of paths) for (const { name, reading } of walk.files(path)) yield { name, file: reading };
}

/**
 * The text of one file.
 *
 * @throws InputError when there is no such file, or it is no text
 */
export function readText(path: string, stdin?: () => Buffer): string {
  const tree = inputTree(path, stdin);
  const [input] = tree.inputs;
  if (!tree.isFile || !input) throw new InputError(`\`${path}\` is a folder, and a file is needed`);
  try {
    return textOf(input).replace(/^\ufeff/, '');
  } catch (error) {
    throw new InputError(`\`${path}\` cannot be read: ${(error as Error).message}`);
  }
}

class Walk {
  readonly passedOver: PassedOver[] = [];
  readonly problems: ReadProblem[] = [];
  /** What was not rendered and makes objects that were not read. */
  readonly unrendered: string[] = [];
  private kustomizations?: Kustomizations;

  /** Folders that the user names: each is read in its own place, not once more from a folder above. */
  private readonly named: ReadonlySet<string>;

  constructor(
    private readonly options: ReadOptions,
    paths: readonly string[],
  ) {
    this.named = new Set(paths.map(folderName));
  }

  *files(path: string): Generator<FileReading> {
    const tree = inputTree(path, this.options.stdin);
    const read = this.options.render ? renderedTree(tree) : tree;
    this.kustomizations = new Kustomizations(read);
    this.unrendered.push(...this.kustomizations.making);
    yield* this.tree(read, new Set());
  }

  /** @param above the objects that folders above this one declare */
  private *tree(tree: InputTree, above: ReadonlySet<string>): Generator<FileReading> {
    const files = tree.inputs.map((input) => readFile(input, tree.isFile));
    const own = new Set(
      files.flatMap(({ reading }) => reading.manifests.filter(({ object }) => object.kind !== 'Namespace').map(identity)),
    );
    if (!this.options.recursive && isAlternative(own, above)) {
      this.passedOver.push({ name: tree.name, kind: 'alternative' });
      return;
    }
    for (const file of files) yield* this.file(file);
    for (const { name, reason } of tree.unread) this.pass({ name, kind: 'unread', reason });
    const isChart = tree.inputs.some(({ name }) => basename(name) === 'Chart.yaml');
    for (const folder of tree.folders) {
      if (this.named.has(folderName(folder.name))) continue;
      if (isChart && basename(folder.name) === 'templates') this.template(folder);
      else yield* this.tree(folder, own.size === 0 ? above : new Set([...above, ...own]));
    }
  }

  private *file(file: FileReading): Generator<FileReading> {
    const { name, reading } = file;
    const kind = this.foreignKind(file);
    if (kind) return this.pass({ name, kind });
    const { namespaceOf } = this.options;
    const manifests = reading.manifests
      .map((one) => (namespaceOf ? inNamespace(one, namespaceOf(one.source.file)) : one))
      .map((one) => this.kustomizations?.marked(one) ?? one);
    yield { ...file, reading: { ...reading, manifests } };
  }

  private foreignKind({ name, foreign }: FileReading): PassedOver['kind'] | undefined {
    if (this.kustomizations?.isPatch(name)) return 'kustomize patch';
    return foreign ?? (this.kustomizations?.isUnlisted(name) ? 'unlisted' : undefined);
  }

  private template(tree: InputTree): void {
    for (const { name } of tree.inputs) this.pass({ name, kind: 'Helm template' });
    for (const folder of tree.folders) this.template(folder);
  }

  private pass(found: PassedOver): void {
    const { name, kind, reason = `a ${kind}` } = found;
    if (kind === 'Helm template' || kind === 'template') this.unrendered.push(name);
    if (!this.options.strict) this.passedOver.push(found);
    else this.problems.push({ name: 'no-manifest', file: name, message: `\`${name}\` is no manifest: ${reason}` });
  }
}

const folderName = (path: string): string => normalize(path).replace(/[\\/]$/, '');

/** Most of its objects are declared above, too. A Namespace says nothing: it is often repeated. */
function isAlternative(own: ReadonlySet<string>, above: ReadonlySet<string>): boolean {
  const again = [...own].filter((object) => above.has(object)).length;
  return again > 0 && again * 2 >= own.size;
}

/** What two objects share when a cluster takes them for one. */
export function identity({ object }: Manifest): string {
  const { name, namespace = '' } = object.metadata;
  return `${object.apiVersion.split('/').at(-2) ?? ''}/${object.kind}/${namespace}/${name}`;
}
