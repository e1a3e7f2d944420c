import type { FieldPath, Manifest, Position } from '../../manifest/manifest';
import { Mesh } from '../../mesh/mesh';
import { type DecisionJson, decisionJson } from '../../route/answer/json';
import { IngressRouter } from '../../route/gateway/ingress-router';
import { explain } from '../../route/router';
import { routerOf } from '../../route/router-of';
import { closest } from '../../text';
import type { MeshGraph } from '../graph';
import { workloadId } from '../ids';
import { type LitStep, litPath } from '../lit-path';
import type { PageManifest } from './page-data';
import { parseRequestLine, RequestLineError } from './request-line';

/** An answer as a page shows it. */
export interface PageAnswer {
  readonly decision: DecisionJson;
  readonly steps: readonly LitStep[];
}

/** Asks the routers of a mesh in a page: the same code that answers `mesh route`. */
export class Evaluator {
  private readonly mesh: Mesh;
  private readonly ingress: IngressRouter;

  constructor(
    manifests: readonly PageManifest[],
    private readonly graph: MeshGraph,
  ) {
    this.mesh = Mesh.load(manifests.map(manifestOf)).mesh;
    this.ingress = new IngressRouter(this.mesh);
  }

  /** Names for `--from`. */
  get callers(): readonly string[] {
    return this.mesh.workloads.all.map(({ namespace, name }) => `${namespace}/${name}`);
  }

  /** @throws RequestLineError for what is no request */
  ask(line: string): PageAnswer {
    const { from, request } = parseRequestLine(line);
    const caller = from === undefined ? undefined : this.workload(from);
    const router = caller ? routerOf(this.mesh, caller) : this.ingress;
    const { decision, steps } = explain(router, request);
    return {
      decision: decisionJson(decision, request),
      steps: litPath(this.graph, { request, ...(caller ? { caller: workloadId(caller) } : this.gateway(request)) }, steps),
    };
  }

  private gateway(request: Parameters<IngressRouter['routerFor']>[0]): { gateway?: string } {
    const { namespace, labels } = this.ingress.routerFor(request).pod;
    const [workload] = this.mesh.workloads.select(namespace, labels);
    return workload ? { gateway: workloadId(workload) } : {};
  }

  private workload(name: string) {
    const found = this.mesh.workloads.all.find((workload) => `${workload.namespace}/${workload.name}` === name);
    if (found) return found;
    const near = closest(name, this.callers);
    throw new RequestLineError(`no workload named \`${name}\`${near ? `; did you mean \`${near}\`?` : ''}`);
  }
}

/** The manifest with the places that the page knows: of a field below them, the nearest parent's. */
function manifestOf({ object, file, places = {} }: PageManifest): Manifest {
  const position = (path: FieldPath): Position | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const place = places[JSON.stringify(path.slice(0, length))];
      if (place && file !== undefined) return { file, line: place[0], column: place[1] };
    }
    return undefined;
  };
  return { object, source: { ...(file === undefined ? {} : { file }), position, line: () => undefined } };
}
