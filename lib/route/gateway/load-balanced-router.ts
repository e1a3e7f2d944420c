import type { Mesh } from '../../mesh/mesh';
import type { Decision } from '../answer/decision';
import type { TraceStep } from '../answer/trace';
import { type LoadBalancer, throughLoadBalancer } from '../request/load-balancer';
import type { Request } from '../request/request';
import type { Router } from '../router';
import { GatewayRouter } from './gateway-router';
import type { IngressRouter } from './ingress-router';

const plainPort = 80;

/** Answers requests that a load balancer passes to a gateway: what `curl` of its address gets. */
export class LoadBalancedRouter implements Router {
  constructor(
    private readonly behind: IngressRouter | GatewayRouter,
    private readonly balancer: LoadBalancer,
  ) {}

  get mesh(): Mesh {
    return this.behind.mesh;
  }

  route(request: Request, trace?: TraceStep[]): Decision {
    const router = this.behind instanceof GatewayRouter ? this.behind : this.behind.routerFor(request);
    const port = this.balancer.port ?? (servesPlainText(router, request.port) ? request.port : plainPort);
    trace?.push({
      step: 'client',
      what: 'load balancer',
      verdict: 'taken',
      why: `it ${request.scheme === 'https' ? 'ends TLS and ' : ''}calls port ${port} of the gateway in plain text, with \`X-Forwarded-Proto: ${request.scheme}\``,
    });
    const decision = router.route(throughLoadBalancer(request, port), trace);
    const assumed = this.balancer.port === undefined ? [`the load balancer calls port ${port} of the gateway in plain text`] : [];
    return assumed.length === 0 ? decision : { ...decision, assumed: [...decision.assumed, ...assumed] };
  }
}

function servesPlainText(router: GatewayRouter, port: number): boolean {
  return router.listener(port)?.chains.some(({ terminatesTls, l4 }) => !terminatesTls && !l4) ?? false;
}
