/**
 * Makes everything under `imports/` from `imports/sources.json` at the versions of `versions.json`: L1 classes for the constructs, compact
 * schemas for the checker. Run it by `npm run import`; it leaves no diff when nothing changed, and fails when a source is not the one in
 * `imports/sums.json`. `npm run import -- --update` takes new checksums, as after a change of `versions.json`, and lists what changed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { compactAnnotations } from './annotations';
import { experimentalParts } from './channels';
import { type CustomResourceDefinition, compactSchemas, type KindSchemas, newestVersionOnly, withoutFields } from './crds';
import { compactOpenApi, type OpenApiDocument } from './openapi';
import { openApiTypes } from './openapi-types';
import { compactProtobuf, hasDescriptor, mergeFiles, readGoDescriptor } from './protobuf';
import { protobufTypes } from './protobuf-types';
import { jsonChanges } from './schema-changes';
import { fetchSource, type ModuleSums, pinnedModule, requirementsOf, type Source, sha256 } from './sources';
import { changedSums, mergeSums, type Sums, sorted, verifySums } from './sums';

const imports = join(__dirname, '..', 'imports');
const sumsFile = join(imports, 'sums.json');
/** The CLI's own script: its package exports no path to it. */
const cdk8s = join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s');
/** Whose go.mod says which versions of the other modules belong to one Istio. */
const istio = 'istio.io/istio';
/** Lines listed for one schema file that an update changed. */
const changesShown = 40;

async function main([option, ...rest]: readonly string[]): Promise<void> {
  const update = option === '--update';
  if (rest.length > 0 || (option !== undefined && !update)) {
    throw new Error(`npm run import: the only option is \`--update\`, got \`${[option, ...rest].join(' ')}\``);
  }
  const before = JSON.parse(readFileSync(sumsFile, 'utf8')) as Sums;
  const schemas = readSchemas();
  const sources = await importAll(before, update);
  // Written last: checksums that are newer than the files made from them would hide a run that failed.
  const after: Sums = { sources, requires: requirements(before, update), written: writtenFiles() };
  writeFileSync(sumsFile, `${JSON.stringify(after, null, 2)}\n`);
  if (update) for (const line of [...changedSums(before.sources, sources), ...changedSchemas(schemas)]) console.log(line);
}

async function importAll(before: Sums, update: boolean): Promise<Record<string, ModuleSums>> {
  const sources = JSON.parse(readFileSync(join(imports, 'sources.json'), 'utf8')) as Source[];
  const fetched = await Promise.all(sources.map(async (source) => ({ source, ...(await fetchSource(source)) })));
  if (!update) for (const { source, sums } of fetched) verifySums(pinnedModule(source.module), sums, sumsOf(before, source.module));
  importCrds(fetched.filter(({ source }) => source.format === 'crds').flatMap(({ source, texts }) => readCrds(source, texts)));
  // Sources of one format and name make one file together.
  const others = new Map<string, { format: OtherFormat; source: Source; texts: readonly string[] }>();
  for (const { source, texts } of fetched) {
    const { format, name } = source;
    if (format === 'crds') continue;
    const key = `${format} ${name}`;
    others.set(key, { format, source, texts: [...(others.get(key)?.texts ?? []), ...texts] });
  }
  for (const { format, source, texts } of others.values()) importers[format](source, texts);
  return mergeSums(fetched.map(({ source, sums }) => [pinnedModule(source.module), sums]));
}

function sumsOf({ sources }: Sums, module: string): ModuleSums | undefined {
  return sources[pinnedModule(module)];
}

/** Without Go nobody can ask: an update then leaves none, and a test says that they are missing. */
function requirements({ requires }: Sums, update: boolean): Sums['requires'] {
  if (!update) return requires;
  const required = requirementsOf(istio);
  return required ? { [pinnedModule(istio)]: sorted(required) } : {};
}

/** Every file that an import writes, which is all but its two lists. */
function writtenFiles(): Record<string, string> {
  const names = readdirSync(imports, { recursive: true, encoding: 'utf8' }).filter((name) => /\/|\.ts$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, sha256(readFileSync(join(imports, name), 'utf8'))]));
}

/** The path as a manifest has it: without the words of JSON Schema between its fields. */
function fieldPath(change: string): string {
  return change
    .replace(/\.schemas\[\d+\]\.schema/, '')
    .replace(/\.properties(?=[.:]|$)/g, '')
    .replace(/\.items(?=[.:]|$)/g, '[]');
}

function readSchemas(): Map<string, unknown> {
  const folder = join(imports, 'schemas');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

function changedSchemas(before: Map<string, unknown>): string[] {
  return [...readSchemas()].flatMap(([name, schema]) => {
    const changes = before.has(name) ? jsonChanges(before.get(name), schema) : ['+ the whole file'];
    if (changes.length === 0) return [];
    const more = changes.length > changesShown ? [`  and ${changes.length - changesShown} more`] : [];
    return [`imports/schemas/${name}:`, ...changes.slice(0, changesShown).map((change) => `  ${fieldPath(change)}`), ...more];
  });
}

type OtherFormat = Exclude<Source['format'], 'crds'>;

const importers: Record<OtherFormat, (source: Source, texts: readonly string[]) => void> = {
  protobuf: importProtobuf,
  openapi: importOpenApi,
  channel: importChannel,
  annotations: ({ name }, texts) => writeJson(`${name}.annotations`, Object.assign({}, ...texts.map(compactAnnotations))),
};

interface Imported {
  readonly classes: CustomResourceDefinition;
  readonly schemas: CustomResourceDefinition;
}

function readCrds({ kinds, unused = [] }: Source, texts: readonly string[]): Imported[] {
  return texts
    .flatMap(readDocuments)
    .filter((crd) => crd !== null)
    .filter((crd) => kinds === 'all' || kinds.includes(crd.spec.names.kind))
    .map((crd) => ({ classes: withoutFields(newestVersionOnly(crd), unused), schemas: crd }));
}

/** Flagger's file breaks quoted prose without indenting what follows, which YAML does not allow: it is made one line first. */
function readDocuments(text: string): (CustomResourceDefinition | null)[] {
  const onOneLine = text.replace(/description: '(?:[^']|'')*'/g, (prose) => prose.replace(/\s*\n\s*/g, ' '));
  return loadAll(onOneLine) as (CustomResourceDefinition | null)[];
}

/** All sources at once: two of them may have kinds of one group. */
function importCrds(crds: readonly Imported[]): void {
  writeClasses(crds.map(({ classes }) => classes));
  for (const [group, schemas] of compactSchemas(crds.map(({ schemas }) => schemas))) writeJson(group, schemas);
}

/** The messages that istiod decodes objects into: Istio's own, with their types, and Envoy's, which an EnvoyFilter may hold. */
function importProtobuf({ name, kinds }: Source, texts: readonly string[]): void {
  const all = mergeFiles(texts.filter(hasDescriptor).map(readGoDescriptor), kinds);
  writeJson(`${name}.protobuf`, compactProtobuf(all));
  if (kinds !== 'all') return;
  mkdirSync(join(imports, 'protobuf'), { recursive: true });
  for (const [module, text] of protobufTypes(all)) writeFileSync(join(imports, 'protobuf', `${module}.ts`), text);
}

/** What a cluster lacks that has a channel's definitions instead of the imported ones. */
function importChannel({ name }: Source, texts: readonly string[]): void {
  const standard = texts.flatMap(readDocuments).filter((crd) => crd !== null);
  const [group = ''] = standard.map(({ spec }) => spec.group);
  const file = join(imports, 'schemas', `${group}.json`);
  writeJson(name, experimentalParts(JSON.parse(readFileSync(file, 'utf8')) as Record<string, KindSchemas>, standard));
}

function importOpenApi({ name, kinds }: Source, texts: readonly string[]): void {
  if (kinds === 'all') throw new Error('imports/sources.json: name the kinds to take from an OpenAPI document');
  const documents = texts.map((text) => JSON.parse(text) as OpenApiDocument);
  const schemas = compactOpenApi(documents, kinds);
  writeJson(name, schemas);
  writeFileSync(join(imports, `${name}.ts`), openApiTypes(schemas, documents));
}

function writeJson(name: string, content: unknown): void {
  mkdirSync(join(imports, 'schemas'), { recursive: true });
  writeFileSync(join(imports, 'schemas', `${name}.json`), `${JSON.stringify(content)}\n`);
}

/**
 * One TypeScript file an API group. All CRDs go in as one file: two files of one group would overwrite each other. Only the newest version of each kind, so that `VirtualService` never silently means `v1alpha3`.
 */
function writeClasses(crds: readonly CustomResourceDefinition[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-import-'));
  try {
    const file = join(folder, 'crds.yaml');
    writeFileSync(file, crds.map((crd) => dump(crd, { noRefs: true, lineWidth: -1 })).join('---\n'));
    execFileSync(process.execPath, [cdk8s, 'import', file, '--language', 'typescript', '--output', imports, '--no-save'], {
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
