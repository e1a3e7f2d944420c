import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeMesh } from '../../bench/graph/large-mesh';
import { checkManifests } from '../../lib/check/run';
import { graphOf } from '../../lib/graph/graph-of';
import { pageOf } from '../../lib/graph/page/page';
import { type PageData, pageData } from '../../lib/graph/page/page-data';
import { pageScript } from '../../lib/graph/page/script';
import { type Manifest, sourceOfObject } from '../../lib/manifest/manifest';
import { identity, readManifests } from '../../lib/manifest/read-manifests';
import { Mesh } from '../../lib/mesh/mesh';

/** A page on the disk, and what it was made from. */
export interface WrittenPage {
  readonly file: string;
  readonly html: string;
  readonly data: PageData;
  readonly mesh: Mesh;
}

const folder = mkdtempSync(join(tmpdir(), 'mesh-page-'));

/** The article with its dark release. */
export function article(): readonly Manifest[] {
  const read = ['dist', 'dist/dark-release'].map((path) => readManifests([path]).manifests);
  return [...new Map(read.flat().map((manifest) => [identity(manifest), manifest])).values()];
}

/** The article with the policies of the zero-trust example. */
export function zeroTrust(): readonly Manifest[] {
  return [...readManifests(['dist']).manifests, ...readManifests(['examples/zero-trust/dist']).manifests];
}

export function bookinfo(): readonly Manifest[] {
  return readManifests(['examples/bookinfo/dist']).manifests;
}

export function large(): readonly Manifest[] {
  return largeMesh(1000).map((object) => ({ object, source: sourceOfObject() }));
}

export async function write(name: string, manifests: readonly Manifest[]): Promise<WrittenPage> {
  const { mesh } = Mesh.load(manifests);
  const data = pageData(manifests, graphOf(mesh, checkManifests(manifests)), `Mesh of ${name}`);
  const html = await pageOf(data, pageScript());
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  return { file, html, data, mesh };
}
