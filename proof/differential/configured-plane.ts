import type { KubernetesObject } from '../../lib/istio/objects';
import { Mesh } from '../../lib/mesh/mesh';
import { recordedWorld } from '../../lib/route/cases';
import { GatewayRouter } from '../../lib/route/gateway/gateway-router';
import { undecidedOf } from '../../lib/route/policy/policy-stage';
import { outcomes } from '../../lib/route/refusals/outcome';
import { outcomeDifferences, type SeenOutcome } from '../../lib/route/refusals/outcome-differences';
import type { Request } from '../../lib/route/request/request';
import type { ApiObject } from '../api/target';
import type { EnvoyGateway } from '../gateway/envoy-gateway';
import type { Plane } from '../plane';
import { gatewayService } from './gateway-api-configurations';
import { Observer } from './observer';
import { world } from './world';

/** A request to which the evaluator and the real Envoy have different answers. */
export interface Disagreement {
  readonly request: Request;
  readonly fields: readonly string[];
  readonly predicted: unknown;
  readonly seen: SeenOutcome;
}

/** A plane whose routing objects are replaced as one, and asked beside the evaluator. */
export class ConfiguredPlane {
  private readonly observer = new Observer();
  private applied: ApiObject[] = [];
  /** Answers that the evaluator left open, and that were not compared. */
  leftOpen = 0;

  constructor(
    private readonly plane: Plane,
    readonly gateway: EnvoyGateway,
    /** Are objects of the Gateway API configured? */
    private readonly gatewayApi = false,
  ) {}

  /** Applies the world that every configuration finds, and lets istiod be sent what its webhook would refuse. */
  async prepare(): Promise<void> {
    const webhooks = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' };
    for (const { metadata } of await this.plane.api.list<ApiObject>(webhooks))
      await this.plane.api.delete({ ...webhooks, name: metadata.name });
    const objects = world();
    await this.plane.apply(this.gatewayApi ? [...objects, gatewayService, this.endpoint()] : objects);
    const namespaces = new Set(objects.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.namespace ?? 'default'));
    await this.plane.rolledOut(...namespaces);
  }

  /** The gateway is no pod: what leads to it is written by hand. */
  private endpoint(): KubernetesObject {
    const { name, namespace } = gatewayService.metadata;
    const metadata = { name: `${name}-gateway`, namespace, labels: { 'kubernetes.io/service-name': name } };
    const ports = [80, 8080].map((port) => ({ name: `http-${port}`, port, protocol: 'TCP' }));
    const endpoints = [{ addresses: [this.gateway.ip], conditions: { ready: true } }];
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata,
      addressType: 'IPv4',
      endpoints,
      ports,
    } as KubernetesObject;
  }

  /** Makes the plane hold these routing objects and no others. */
  async configure(objects: readonly KubernetesObject[]): Promise<void> {
    const wanted = new Set(objects.map(key));
    // an Ingress gets the default class when it is created, and keeps it: none is used again
    await Promise.all(
      this.applied
        .filter((object) => object.kind === 'Ingress' || !wanted.has(key(object)))
        .map(({ apiVersion, kind, metadata }) => this.plane.api.delete({ apiVersion, kind, ...metadata })),
    );
    this.applied = await this.plane.apply(objects);
    await this.plane.settle(this.gateway);
  }

  /**
   * Asks both. What differs is asked again after a while: istiod may still be putting deleted objects out of force.
   * The evaluator is given the objects as they are stored, for creation times order them.
   */
  async compare(requests: readonly Request[]): Promise<Disagreement[]> {
    const kinds = this.gatewayApi ? [...decidingKinds, ...gatewayApiKinds] : decidingKinds;
    const stored = await Promise.all(kinds.map(async (of) => (await this.plane.api.list<ApiObject>(of)).map((one) => ({ ...one, ...of }))));
    const mesh = Mesh.of([...surroundings(this.gatewayApi), ...stored.flat()], recordedWorld);
    const router = new GatewayRouter(mesh, { namespace: 'istio-system', labels: this.gateway.labels });
    let open = await this.disagreements(router, requests);
    for (let again = 0; open.length > 0 && again < 4; again++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      open = await this.disagreements(
        router,
        open.map(({ request }) => request),
      );
    }
    return open;
  }

  private async disagreements(router: GatewayRouter, requests: readonly Request[]): Promise<Disagreement[]> {
    const answers = await Promise.all(requests.map((request) => this.disagreement(router, request)));
    return answers.flatMap((answer) => answer ?? []);
  }

  private async disagreement(router: GatewayRouter, request: Request): Promise<Disagreement | undefined> {
    const decision = router.route(request);
    // the address that the gateway sees is the bench's own, so what depends on it is left open
    if (decision.undecided.length + undecidedOf(decision.policies ?? []).length > 0) {
      this.leftOpen++;
      return undefined;
    }
    const predicted = outcomes(decision);
    const seen = await this.observer.ask(this.gateway, request);
    const differences = predicted.map((outcome) => outcomeDifferences(outcome, seen));
    if (differences.some((fields) => fields.length === 0)) return undefined;
    return { request, fields: differences[0] ?? [], predicted, seen };
  }
}

/** What decides at a gateway. */
const decidingKinds = [
  ...['Gateway', 'VirtualService', 'DestinationRule'].map((kind) => ({ apiVersion: 'networking.istio.io/v1', kind })),
  ...['AuthorizationPolicy', 'RequestAuthentication'].map((kind) => ({ apiVersion: 'security.istio.io/v1', kind })),
  ...['Ingress', 'IngressClass'].map((kind) => ({ apiVersion: 'networking.k8s.io/v1', kind })),
];

const gatewayApiKinds = [
  ...['Gateway', 'ListenerSet', 'HTTPRoute', 'GRPCRoute'].map((kind) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind })),
  { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant' },
];

/** What the evaluator finds beside the configuration. */
function surroundings(gatewayApi: boolean): KubernetesObject[] {
  return gatewayApi ? [...world(), gatewayService] : world();
}

function key({ apiVersion, kind, metadata }: KubernetesObject): string {
  return `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`;
}

/** Does the evaluator expect Envoy to refuse the set? Then there is nothing to ask: the gateway keeps what it had. */
export function isRefused(
  objects: readonly KubernetesObject[],
  pod: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
): boolean {
  return new GatewayRouter(Mesh.of([...surroundings(true), ...objects], recordedWorld), pod).refusals.length > 0;
}
