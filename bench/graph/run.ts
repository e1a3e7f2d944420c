import { checkManifests } from '../../lib/check/run';
import { collapse } from '../../lib/graph/collapse';
import { graphOf } from '../../lib/graph/graph-of';
import { layoutOf } from '../../lib/graph/layout/layout';
import { svgOf } from '../../lib/graph/svg/svg';
import { sourceOfObject } from '../../lib/manifest/manifest';
import { Mesh } from '../../lib/mesh/mesh';
import { largeMesh } from './large-mesh';

/** `npm run bench:graph [-- 1000]`: how long each step from manifests to a picture takes. */
async function run(size: number): Promise<void> {
  const manifests = largeMesh(size).map((object) => ({ object, source: sourceOfObject() }));
  const findings = await timed('check', () => checkManifests(manifests));
  const graph = await timed('graph', () => graphOf(Mesh.load(manifests).mesh, findings));
  const small = await timed('collapse', () => collapse(graph, 'namespace'));
  const layout = await timed('layout', () => layoutOf(small));
  await timed('svg', () => svgOf(small, layout, 'bench'));
  process.stdout.write(
    `${size} services: ${graph.nodes.length} nodes and ${graph.edges.length} edges, ${small.nodes.length} boxes drawn\n`,
  );
}

async function timed<T>(name: string, step: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await step();
  process.stdout.write(`${name.padEnd(10)}${(performance.now() - start).toFixed(0).padStart(7)} ms\n`);
  return result;
}

run(Number(process.argv[2] ?? 1000));
