import { Mesh, request, SidecarRouter } from '../lib/jest';
import { type Asked, titleOfAsked } from './asked';

interface Where {
  /** Paths that make the mesh, with a folder laid over the rest. */
  paths(over: string | undefined): readonly string[];
  /** The namespace of the pods that ask. */
  readonly namespace?: string;
}

/** The evaluator answers each request as the table of the example says. */
export function answersAsTabled(rows: readonly Asked[], { paths, namespace = 'default' }: Where): void {
  const meshes = new Map<string | undefined, Mesh>();
  const meshOf = (over: string | undefined): Mesh => {
    const mesh = meshes.get(over) ?? Mesh.fromFiles(...paths(over));
    meshes.set(over, mesh);
    return mesh;
  };
  test.each(rows.map((row) => [titleOfAsked(row), row] as const))('%s', (_, row) => {
    const { from, method = 'GET', url, headers } = row;
    const mesh = meshOf(row.over);
    const asked = from === undefined ? mesh : new SidecarRouter(mesh, { namespace, labels: { app: from, version: 'v1' } });
    const sent = request(method, url, headers);
    const [only, ...others] = Object.keys(row.answers ?? {});
    if (row.location !== undefined) expect(asked).toRedirect(sent, row.location);
    else if (only === undefined) expect(asked).not.toBeReachable(sent);
    else if (others.length > 0) expect(asked).toSplit(sent, row.answers ?? {});
    else expect(asked).toRoute(sent, { to: only, path: row.path });
    if (typeof row.status === 'number' && only === undefined) expect(asked).toRespond(sent, row.status);
  });
}
