import type { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import { type DecisionJson, decisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import { IngressRouter } from '../route/gateway/ingress-router';
import type { Request } from '../route/request/request';
import type { Router } from '../route/router';
import { routerOf } from '../route/router-of';

/** One request, and who sends it. */
export interface AimedRequest {
  /** @default - a client outside the mesh */
  readonly from?: Workload;
  readonly request: Request;
}

/** Workloads of the manifests themselves: what is assumed calls nobody. */
export function writtenWorkloads(mesh: Mesh): Workload[] {
  const written = new Set(mesh.manifests);
  return mesh.workloads.all.filter(({ manifest }) => written.has(manifest));
}

/** Answers of one mesh to everybody who can ask; each router is made when first asked. */
export class Answers {
  readonly outside: Router;
  private readonly ofWorkload = new Map<string, Router | undefined>();
  private readonly byName = new Map<string, Workload>();

  constructor(readonly mesh: Mesh) {
    this.outside = new IngressRouter(mesh);
    for (const workload of mesh.workloads.all) this.byName.set(nameOf(workload), workload);
  }

  /** A router for a caller that is no workload of the mesh, made once. */
  once(name: string, make: () => Router): Router {
    const known = this.ofWorkload.get(name);
    if (known) return known;
    const made = make();
    this.ofWorkload.set(name, made);
    return made;
  }

  answer({ from, request }: AimedRequest, steps?: TraceStep[]): DecisionJson {
    const router = from ? this.routerOf(from) : this.outside;
    return router ? decisionJson(router.route(request, steps), request) : noCaller;
  }

  /** The router of the workload of this kind and name; undefined where the mesh has none. */
  routerOf(workload: Pick<Workload, 'kind' | 'namespace' | 'name'>): Router | undefined {
    const key = nameOf(workload);
    if (!this.ofWorkload.has(key)) {
      const own = this.byName.get(key);
      this.ofWorkload.set(key, own && routerOf(this.mesh, own));
    }
    return this.ofWorkload.get(key);
  }
}

function nameOf({ kind, namespace, name }: Pick<Workload, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

/** What a caller gets that is not there. */
const noCaller: DecisionJson = {
  status: 'error',
  virtualService: null,
  route: null,
  destinations: [],
  path: null,
  host: null,
  location: null,
  reason: 'the caller is not there',
};

/** What a client and a backend see of an answer; who decided it, and how it is explained, they do not. */
export function seenOf({
  reason: _reason,
  assumed: _assumed,
  virtualService: _service,
  route: _route,
  policies,
  destinations,
  ...seen
}: DecisionJson): object {
  return {
    ...seen,
    destinations: destinations.map(({ reason, status = reason === undefined ? 200 : 503, ...destination }) => ({ ...destination, status })),
    outcomes: policies?.filter(({ outcome }) => outcome !== 'allowed').map(({ proxy, status }) => ({ proxy, status })) ?? [],
  };
}
