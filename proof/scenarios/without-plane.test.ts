import { join } from 'node:path';
import { sourceOfObject } from '../../lib/manifest/manifest';
import { readManifests } from '../../lib/manifest/read-manifests';
import { Mesh } from '../../lib/mesh/mesh';
import { GatewayRouter } from '../../lib/route/gateway/gateway-router';
import { assumedGateway } from '../../lib/route/gateway/routers';
import { request } from '../../lib/route/request/request';
import { routerOf } from '../../lib/route/router-of';
import { declared, tokens, url } from './sign-in';
import { calls, namespace, stranger } from './zero-trust';

/* The tables that the live proof asks of the real plane, asked of the evaluator. */

const root = join(__dirname, '..', '..');

function mesh(folders: readonly string[], objects: ReturnType<typeof stranger>): Mesh {
  const { manifests } = readManifests(folders.map((folder) => join(root, folder)));
  return Mesh.load([...manifests, ...objects.map((object) => ({ object, source: sourceOfObject() }))]).mesh;
}

describe('zero-trust', () => {
  const guarded = mesh(['dist', 'examples/zero-trust/dist'], stranger());
  // the application answers 404 itself, where the mesh lets the call through
  test.each(calls.map((call) => [`${call.from} asks ${call.method ?? 'GET'} ${call.url} and gets ${call.gets}`, call] as const))(
    '%s',
    (_, call) => {
      const workload = guarded.workloads.inNamespace(namespace).find(({ labels }) => labels.app === call.from);
      if (!workload) throw new Error(`no workload ${call.from}`);
      const { status } = routerOf(guarded, workload).route(request(call.url, { method: call.method }));
      const expected: Readonly<Record<string, number | 'error'>> = { '404': 200, 'cut off': 'error' };
      expect(status).toBe(expected[call.gets] ?? Number(call.gets));
    },
  );
});

describe('sign-in', () => {
  const router = new GatewayRouter(mesh(['dist'], declared()), assumedGateway);
  test.each(tokens.map((row) => [`${row.what}: ${row.status}`, row] as const))('%s', (_, { token, status }) => {
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    expect(router.route(request(url, { headers })).status).toBe(status);
  });

  test('an open path needs no token', () => {
    expect(router.route(request(url.replace('/latest', '/'))).status).toBe(200);
  });
});
