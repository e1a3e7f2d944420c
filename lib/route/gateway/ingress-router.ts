import type { GatewayPod } from '../../mesh/gateways/gateway-ports';
import type { Mesh } from '../../mesh/mesh';
import type { Decision } from '../answer/decision';
import type { TraceStep } from '../answer/trace';
import { calledHost, type Request } from '../request/request';
import type { Router } from '../router';
import type { RouterOptions } from '../stages/caller';
import { GatewayRouter } from './gateway-router';

/** Answers requests from outside the mesh: each is asked at the gateway pod that its host's Gateway selects. */
export class IngressRouter implements Router {
  private readonly routers = new Map<GatewayPod, GatewayRouter>();
  private readonly podsOfDomain = new Map<string, readonly GatewayPod[]>();

  constructor(
    /** The mesh it is made from. */
    readonly mesh: Mesh,
    private readonly options: RouterOptions = {},
  ) {}

  route(request: Request, trace?: TraceStep[]): Decision {
    return this.routerFor(request).route(request, trace);
  }

  /** The router of the first pod that serves the host and opens the port. */
  routerFor(request: Request): GatewayRouter {
    const domain = calledHost(request).toLowerCase();
    let pods = this.podsOfDomain.get(domain);
    if (!pods) {
      pods = this.mesh.gatewayPods.serving(domain);
      this.podsOfDomain.set(domain, pods);
    }
    const [first = this.mesh.gatewayPods.first] = pods;
    if (pods.length < 2) return this.routerOf(first);
    const open = pods.find((pod) => this.routerOf(pod).listener(request.port) !== undefined);
    return this.routerOf(open ?? first);
  }

  private routerOf(pod: GatewayPod): GatewayRouter {
    let router = this.routers.get(pod);
    if (!router) {
      router = new GatewayRouter(this.mesh, pod, this.options);
      this.routers.set(pod, router);
    }
    return router;
  }
}
