import fc from 'fast-check';
import { routerFor, unanswered, undrawn } from '../../lib/graph/answers.test.helper';
import { graphOf } from '../../lib/graph/graph-of';
import { Mesh } from '../../lib/mesh/mesh';
import { world } from '../differential/world';
import { worlds } from './worlds';

const rest = world();
const runs = Number(process.env.FUZZ_RUNS ?? 12);

test('every edge is a request that is answered so, and every answer of a gateway is an edge', () => {
  fc.assert(
    fc.property(worlds(12), ({ objects, asked }) => {
      const mesh = Mesh.of([...rest, ...objects]);
      const graph = graphOf(mesh);
      expect(unanswered(mesh, graph)).toEqual([]);
      for (const { from, request } of asked) {
        if (from !== undefined) continue;
        const decision = routerFor(mesh, {}).route(request);
        expect({ request, undrawn: undrawn(graph, decision) }).toEqual({ request, undrawn: [] });
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
});
