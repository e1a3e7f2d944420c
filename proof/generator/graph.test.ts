import fc from 'fast-check';
import { routerFor, unanswered, undrawn } from '../../lib/graph/answers.test.helper';
import { graphOf } from '../../lib/graph/graph-of';
import { Mesh } from '../../lib/mesh/mesh';
import { decisionJson } from '../../lib/route/answer/json';
import { classOfClients } from '../../lib/route/sidecar/client-class';
import { SidecarRouter } from '../../lib/route/sidecar/sidecar-router';
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

test('clients of one class are answered from the tables of one', () => {
  fc.assert(
    fc.property(worlds(8), ({ objects, asked }) => {
      const mesh = Mesh.of([...rest, ...objects]);
      const classOf = classOfClients(mesh);
      const clients = mesh.workloads.all.filter((workload) => mesh.injection.proxyOf(workload).kind === 'sidecar');
      const first = new Map(clients.map((client) => [classOf(client), new SidecarRouter(mesh, client)]));
      for (const client of clients) {
        const own = new SidecarRouter(mesh, client);
        const like = new SidecarRouter(mesh, client, { like: first.get(classOf(client)) });
        for (const { from, request } of asked)
          if (from !== undefined) expect(decisionJson(like.route(request), request)).toEqual(decisionJson(own.route(request), request));
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
});
