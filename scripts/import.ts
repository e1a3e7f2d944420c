/**
 * Makes everything under `imports/` from the pinned list `imports/sources.json`: L1 classes for the constructs, compact
 * schemas for the checker. Run it by `npm run import`; it leaves no diff when nothing changed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { compactAnnotations } from './annotations';
import { type CustomResourceDefinition, compactSchemas, newestVersionOnly, withoutFields } from './crds';
import { compactOpenApi } from './openapi';
import { compactProtobuf, hasDescriptor, mergeFiles, readGoDescriptor } from './protobuf';
import { protobufTypes } from './protobuf-types';
import { fetchSource, type PinnedSource } from './sources';

const imports = join(__dirname, '..', 'imports');
/** The CLI's own script: its package exports no path to it. */
const cdk8s = join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s');

async function main(): Promise<void> {
  const sources = JSON.parse(readFileSync(join(imports, 'sources.json'), 'utf8')) as PinnedSource[];
  const crds: Imported[] = [];
  const others = new Map<string, { format: OtherFormat; source: PinnedSource; texts: string[] }>();
  for (const source of sources) {
    const { format, name } = source;
    const texts = await fetchSource(source);
    if (format === 'crds') crds.push(...readCrds(source, texts));
    else others.set(`${format} ${name}`, { format, source, texts: [...(others.get(`${format} ${name}`)?.texts ?? []), ...texts] });
  }
  importCrds(crds);
  for (const { format, source, texts } of others.values()) importers[format](source, texts);
}

type OtherFormat = Exclude<PinnedSource['format'], 'crds'>;

const importers: Record<OtherFormat, (source: PinnedSource, texts: string[]) => void> = {
  protobuf: importProtobuf,
  openapi: importOpenApi,
  annotations: ({ name }, texts) => writeJson(`${name}.annotations`, Object.assign({}, ...texts.map(compactAnnotations))),
};

interface Imported {
  readonly classes: CustomResourceDefinition;
  readonly schemas: CustomResourceDefinition;
}

function readCrds({ kinds, unused = [] }: PinnedSource, texts: string[]): Imported[] {
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
function importProtobuf({ name, kinds }: PinnedSource, texts: string[]): void {
  const all = mergeFiles(texts.filter(hasDescriptor).map(readGoDescriptor), kinds);
  writeJson(`${name}.protobuf`, compactProtobuf(all));
  if (kinds !== 'all') return;
  mkdirSync(join(imports, 'protobuf'), { recursive: true });
  for (const [module, text] of protobufTypes(all)) writeFileSync(join(imports, 'protobuf', `${module}.ts`), text);
}

function importOpenApi({ name, kinds }: PinnedSource, texts: string[]): void {
  if (kinds === 'all') throw new Error('imports/sources.json: name the kinds to take from an OpenAPI document');
  writeJson(
    name,
    compactOpenApi(
      texts.map((text) => JSON.parse(text)),
      kinds,
    ),
  );
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
