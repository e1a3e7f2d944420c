/**
 * Makes everything under `imports/` from the pinned list `imports/sources.json`: L1 classes for the constructs, compact
 * schemas for the checker. Run it by `npm run import`; it leaves no diff when nothing changed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import { type CustomResourceDefinition, compactSchemas, newestVersionOnly } from './crds';
import { fetchSource, type PinnedSource } from './sources';

const imports = join(__dirname, '..', 'imports');
/** The CLI's own script: its package exports no path to it. */
const cdk8s = join(require.resolve('cdk8s-cli/package.json'), '..', 'bin', 'cdk8s');

async function main(): Promise<void> {
  const sources = JSON.parse(readFileSync(join(imports, 'sources.json'), 'utf8')) as PinnedSource[];
  for (const source of sources) {
    const crds = (await fetchSource(source))
      .flatMap((text) => loadAll(text) as (CustomResourceDefinition | null)[])
      .filter((crd) => crd !== null)
      .filter((crd) => source.kinds === 'all' || source.kinds.includes(crd.spec.names.kind));
    writeClasses(crds);
    writeSchemas(crds);
  }
}

/**
 * One TypeScript file an API group. All CRDs of a source go in as one file: two files of one group would overwrite each
 * other. Only the newest version of each kind, so that `VirtualService` never silently means `v1alpha3`.
 */
function writeClasses(crds: CustomResourceDefinition[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-import-'));
  try {
    const file = join(folder, 'crds.yaml');
    writeFileSync(file, crds.map((crd) => dump(newestVersionOnly(crd), { noRefs: true, lineWidth: -1 })).join('---\n'));
    execFileSync(process.execPath, [cdk8s, 'import', file, '--language', 'typescript', '--output', imports, '--no-save'], {
      env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeSchemas(crds: CustomResourceDefinition[]): void {
  mkdirSync(join(imports, 'schemas'), { recursive: true });
  for (const [group, kinds] of compactSchemas(crds)) {
    writeFileSync(join(imports, 'schemas', `${group}.json`), `${JSON.stringify(kinds)}\n`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
