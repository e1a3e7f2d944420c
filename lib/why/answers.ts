import type { Mesh } from '../mesh/mesh';
import type { Workload } from '../mesh/workloads/workloads';
import { type DecisionJson, decisionJson } from '../route/answer/json';
import type { TraceStep } from '../route/answer/trace';
import { IngressRouter } from '../route/gateway/ingress-router';
import type { Router } from '../route/router';
import { routerOf } from '../route/router-of';
import type { AimedRequest } from './aimed-requests';

/** What a client and a backend see of an answer; who decided it, and how it is explained, they do not. */
export function seenOf({
  reason: _reason,
  assumed: _assumed,
  virtualService: _service,
  route: _route,
  policies,
  ...seen
}: DecisionJson): object {
  return {
    ...seen,
    outcomes: policies?.filter(({ outcome }) => outcome !== 'allowed').map(({ proxy, status }) => ({ proxy, status })) ?? [],
  };
}

/** Everybody who can be asked in one mesh, made when first asked. */
export class Routers {
  private readonly ingress: Router;
  private readonly ofWorkload = new Map<string, Router | undefined>();

  constructor(private readonly mesh: Mesh) {
    this.ingress = new IngressRouter(mesh);
  }

  answer({ from, request }: AimedRequest, steps?: TraceStep[]): DecisionJson {
    const router = from ? this.of(from) : this.ingress;
    if (router === undefined) return noCaller;
    return decisionJson(router.route(request, steps), request);
  }

  private of({ kind, namespace, name }: Workload): Router | undefined {
    const key = `${kind} ${namespace}/${name}`;
    if (!this.ofWorkload.has(key)) {
      const workload = this.mesh.workloads.all.find((each) => each.kind === kind && each.namespace === namespace && each.name === name);
      this.ofWorkload.set(key, workload && routerOf(this.mesh, workload));
    }
    return this.ofWorkload.get(key);
  }
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
