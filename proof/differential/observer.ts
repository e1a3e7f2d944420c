import type { KubernetesObject } from '../../lib/istio/objects';
import { Mesh } from '../../lib/mesh/mesh';
import type { SeenOutcome } from '../../lib/route/refusals/outcome-differences';
import type { Request } from '../../lib/route/request/request';
import type { Gateway } from '../gateway/gateway';
import type { HttpAnswer } from '../requests/client';
import { type Backend, backends, world } from './world';

/** Sends requests to a gateway and says what became of them, in the words the evaluator uses. */
export class Observer {
  private readonly backends: ReadonlyMap<string, Backend>;
  /** Services by the workload behind them. */
  private readonly services = new Map<string, string>();

  constructor(objects: readonly KubernetesObject[] = world()) {
    this.backends = backends(objects);
    const mesh = Mesh.of(objects);
    for (const service of mesh.services.all) {
      for (const { name } of mesh.workloads.select(service.namespace, service.selector ?? {}))
        this.services.set(`${service.namespace}/${name}`, service.name);
    }
  }

  async ask(gateway: Gateway, { method, port, host, path, headers = {} }: Request): Promise<SeenOutcome> {
    try {
      // On a connection of its own: one that is kept open still reaches a listener that is gone.
      return this.seen(await gateway.client(port).send({ method, host: host ?? '', path, headers: { ...headers, Connection: 'close' } }));
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  /** What an answer says. */
  seen({ status, headers, body }: HttpAnswer): SeenOutcome {
    const location = typeof headers.location === 'string' ? headers.location : undefined;
    const echoed = echoOf(body);
    const backend = echoed && this.backends.get(echoed.image);
    if (!echoed || !backend) return { status, location, backend: null };
    const { namespace, workload, podLabels } = backend;
    return {
      status,
      location,
      backend: { namespace, service: this.services.get(`${namespace}/${workload}`) ?? null, podLabels },
      upstreamPath: echoed.path,
      upstreamHost: echoed.host,
    };
  }
}

/** What the program of a pod says that it was asked. */
export interface Echo {
  readonly image: string;
  readonly path: string;
  readonly host: string;
  /** All but Host. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export function echoOf(body: string): Echo | undefined {
  if (!body.startsWith('{')) return undefined;
  return JSON.parse(body) as Echo;
}
