import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkManifests } from '../lib/check/run';
import { graphOf } from '../lib/graph/graph-of';
import { layoutOf } from '../lib/graph/layout/layout';
import { svgOf } from '../lib/graph/svg/svg';
import { identity, readManifests } from '../lib/manifest/read-manifests';
import { Mesh } from '../lib/mesh/mesh';

/** A picture that is committed. */
export interface Picture {
  readonly file: string;
  /** The page that shows it. */
  readonly page: string;
  /** Folders whose own files are read, as `kubectl apply -f` reads them, one after the other. */
  readonly folders: readonly string[];
}

const example = (name: string, ...folders: readonly string[]): Picture => ({
  file: `examples/${name}/mesh.svg`,
  page: `examples/${name}/README.md`,
  folders: folders.map((folder) => (folder === 'dist' || folder.startsWith('dist/') ? folder : `examples/${name}/${folder.slice(2)}`)),
});

/** Every committed picture. `./dist` is the example's own folder. */
export const pictures: readonly Picture[] = [
  { file: 'docs/mesh.svg', page: 'README.md', folders: ['dist', 'dist/dark-release'] },
  example('bookinfo', './dist', './dist/tester-v2'),
  example('boutique', './dist', './dist/canary/1-5-percent'),
  example('edge', 'dist', './dist'),
  example('gitops', 'dist/prod'),
  example('release', './dist', './dist/canary/1-5-percent'),
  example('service', './dist'),
  example('teams', './dist/platform', './dist/carts', './dist/catalog'),
  example('telemetry', 'dist', './dist'),
  example('zero-trust', 'dist', './dist'),
];

const root = join(__dirname, '..');

/** The picture of the manifests as they are on the disk. */
export async function drawn({ folders }: Picture): Promise<string> {
  const read = folders.map((folder) => readManifests(filesOf(folder)).manifests.map((manifest) => ({ ...manifest })));
  const byName = new Map(read.flat().map((manifest) => [identity(manifest), manifest]));
  const manifests = [...byName.values()];
  const graph = graphOf(Mesh.load(manifests).mesh, checkManifests(manifests));
  return svgOf(graph, await layoutOf(graph), `Mesh of ${folders.join(', ')}`);
}

function filesOf(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => relative(process.cwd(), join(root, folder, name)));
}

async function drawAll(): Promise<void> {
  for (const picture of pictures) writeFileSync(join(root, picture.file), await drawn(picture));
  process.stdout.write(`pictures  ${pictures.length} SVG files\n`);
}

if (require.main === module) {
  drawAll().catch((error) => {
    process.stderr.write(`error: ${error.stack}\n`);
    process.exitCode = 2;
  });
}
