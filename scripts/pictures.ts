import { existsSync, readdirSync, writeFileSync } from 'node:fs';
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
  if (!existsSync(join(root, folder))) return []; // a system of one's own has no dark release
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
  return names.sort().map((name) => relative(process.cwd(), join(root, folder, name)));
}

/** @param files of the pictures to draw; none: all */
async function draw(files: readonly string[]): Promise<void> {
  const wanted = pictures.filter(({ file }) => files.length === 0 || files.includes(file));
  for (const picture of wanted) writeFileSync(join(root, picture.file), await drawn(picture));
  process.stdout.write(`drew ${wanted.length === 1 ? wanted[0]?.file : `${wanted.length} pictures`}\n`);
}

if (require.main === module) {
  draw(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`error: ${error.stack}\n`);
    process.exitCode = 2;
  });
}
