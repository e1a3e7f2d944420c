import type { KubernetesObject } from '../../lib/istio/objects';
import { Mesh } from '../../lib/mesh/mesh';
import type { Decision } from '../../lib/route/answer/decision';
import { recordedWorld } from '../../lib/route/cases';
import { GatewayRouter } from '../../lib/route/gateway/gateway-router';
import { undecidedOf } from '../../lib/route/policy/policy-stage';
import { outcomes } from '../../lib/route/refusals/outcome';
import type { Request } from '../../lib/route/request/request';
import { explain, type Router } from '../../lib/route/router';
import { routerOf } from '../../lib/route/router-of';
import type { ApiObject } from '../api/target';
import { istioNamespace } from '../control-plane/istio';
import { echoOf, Observer } from '../differential/observer';
import type { Asked } from '../generator/worlds';
import { proxyServices } from '../kubelet/service-proxy';
import type { Plane } from '../plane';
import { HttpClient } from '../requests/client';
import { type Answer, type Call, callerPort } from './caller';
import { differencesOf, type Seen } from './comparison';
import { synced } from './synced';
import { callers, world } from './world';

/** A request to which the evaluator and the real mesh have different answers. */
export interface Disagreement {
  readonly asked: Asked;
  readonly fields: readonly string[];
  readonly predicted: unknown;
  readonly seen: Seen;
}

/** What decides about a request, beside the world of the bench. */
const decidingKinds = [
  ...['Gateway', 'VirtualService', 'DestinationRule', 'Sidecar'].map((kind) => ({ apiVersion: 'networking.istio.io/v1', kind })),
  ...['AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication'].map((kind) => ({ apiVersion: 'security.istio.io/v1', kind })),
];

const gatewayApiKinds = ['HTTPRoute', 'GRPCRoute'].map((kind) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind }));

/** How often what differs is asked again, a second apart. */
const patience = 5;

/** Anything outside the mesh: a pod without a sidecar stands for it. */
const outside = 'bare/plain';

/** A plane with workloads that call one another, whose policies and rules are replaced as one, and asked beside the evaluator. */
export class CalledPlane {
  private readonly observer = new Observer(world());
  private readonly clients = new Map<string, HttpClient>();
  private readonly addresses = new Map<string, string>();
  private installed: readonly KubernetesObject[] = [];
  private applied: ApiObject[] = [];
  /** Answers that the evaluator left open, and that were not compared. */
  leftOpen = 0;
  /** Requests that this bench cannot send. */
  notAsked = 0;
  /** How often each answer was seen, by who asked. */
  readonly seen = new Map<string, number>();

  constructor(
    private readonly plane: Plane,
    /** Are routes of the Gateway API configured? */
    private readonly gatewayApi: boolean,
  ) {}

  /** Brings the world up. istiod is sent what its webhook would refuse, as elsewhere in the bench. */
  async prepare(): Promise<void> {
    const webhooks = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' };
    for (const { metadata } of await this.plane.api.list<ApiObject>(webhooks))
      await this.plane.api.delete({ ...webhooks, name: metadata.name });
    const stored = await this.plane.apply(world());
    for (const { kind, metadata, spec } of stored) {
      if (kind === 'Service') this.addresses.set(`${metadata.namespace}/${metadata.name}`, String(spec?.clusterIP));
    }
    await this.plane.rolledOut('demo', 'shop', 'bare', istioNamespace);
    await proxyServices(this.plane.api);
    for (const name of callers) this.clients.set(name, new HttpClient(this.podOf(name), callerPort, 1));
    this.installed = await this.gatewayObjects();
  }

  /** Makes the plane hold these objects and no others. */
  async configure(objects: readonly KubernetesObject[]): Promise<void> {
    const wanted = new Set(objects.map(key));
    await Promise.all(
      this.applied
        .filter((object) => !wanted.has(key(object)))
        .map(({ apiVersion, kind, metadata }) => this.plane.api.delete({ apiVersion, kind, ...metadata })),
    );
    this.applied = await this.plane.apply(objects);
    await this.plane.settle(this.plane.ingress);
    await synced(this.plane);
  }

  /** The mesh as the plane stores it: creation times order objects. */
  async mesh(): Promise<Mesh> {
    const kinds = this.gatewayApi ? [...decidingKinds, ...gatewayApiKinds] : decidingKinds;
    const stored = await Promise.all(kinds.map(async (of) => (await this.plane.api.list<ApiObject>(of)).map((one) => ({ ...one, ...of }))));
    return Mesh.of([...this.installed, ...world(), ...stored.flat()], recordedWorld);
  }

  /** The mesh of the workloads and gateway with other objects, before they are applied. */
  meshWith(objects: readonly KubernetesObject[]): Mesh {
    return Mesh.of([...this.installed, ...world(), ...objects], recordedWorld);
  }

  /** What was applied last, as it is stored. */
  get stored(): readonly KubernetesObject[] {
    return this.applied;
  }

  /** What the real mesh answers, without a look at the evaluator. */
  ask(all: readonly Asked[]): Promise<Seen[]> {
    return this.send(all);
  }

  /** Asks both. What differs is asked again after a while: a proxy may be slow on a busy machine. */
  async compare(all: readonly Asked[]): Promise<Disagreement[]> {
    const routers = new Routers(await this.mesh());
    let open = await this.disagreements(routers, all, true);
    for (let again = 0; open.length > 0 && again < patience; again++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      open = await this.disagreements(
        routers,
        open.map(({ asked }) => asked),
        false,
      );
    }
    return open;
  }

  private async disagreements(routers: Routers, all: readonly Asked[], isFirst: boolean): Promise<Disagreement[]> {
    const predicted = all.map((asked) => ({ asked, ...explain(routers.of(asked), asked.request) }));
    const able = predicted.filter((each) => !isTranslatedToItself(each));
    const decided = able.filter(({ decision }) => decision.undecided.length + undecidedOf(decision.policies ?? []).length === 0);
    if (isFirst) {
      this.notAsked += all.length - able.length;
      this.leftOpen += able.length - decided.length;
    }
    const seen = await this.send(decided.map(({ asked }) => asked));
    return decided.flatMap(({ asked, decision, steps }, index) => {
      const own = seen[index] as Seen;
      if (isFirst) this.count(`${asked.from ?? 'gateway'}: ${own.outcome.error ? 'closed' : own.outcome.status}`);
      const fields = differencesOf(decision, steps, { request: asked.request, seen: own });
      return fields.length === 0 ? [] : [{ asked, fields, predicted: { reason: decision.reason, of: outcomes(decision) }, seen: own }];
    });
  }

  private count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  /** Each caller gets its calls as one. */
  private async send(all: readonly Asked[]): Promise<Seen[]> {
    const seen = new Map<Asked, Seen>();
    const byCaller = new Map<string | undefined, Asked[]>();
    for (const asked of all) byCaller.set(asked.from, [...(byCaller.get(asked.from) ?? []), asked]);
    await Promise.all(
      [...byCaller].map(async ([from, own]) => {
        const answers = from === undefined ? await this.askGateway(own) : await this.callFrom(from, own);
        for (const [index, asked] of own.entries()) seen.set(asked, this.seenOf(answers[index] ?? { error: 'no answer' }));
      }),
    );
    return all.map((asked) => seen.get(asked) as Seen);
  }

  private askGateway(all: readonly Asked[]): Promise<Answer[]> {
    return Promise.all(
      all.map(({ request: { method, port, host, path, headers = {} } }) =>
        this.plane.ingress
          .client(port)
          .send({ method, host: host ?? '', path, headers: { ...headers, Connection: 'close' } })
          .catch((error: Error) => ({ error: error.message })),
      ),
    );
  }

  private async callFrom(from: string, all: readonly Asked[]): Promise<Answer[]> {
    const calls = all.map(({ request }): Call | undefined => {
      const { method, port, host, path, headers } = request;
      const ip = this.addressOf(request, from);
      return ip === undefined ? undefined : { ip, port, method, host: host ?? '', path, headers };
    });
    const body = JSON.stringify(calls.filter((call) => call !== undefined));
    // A connection that is kept may end at its other end just when it is used again.
    const answer = await this.clients
      .get(from)
      ?.send({ method: 'POST', host: 'caller', path: '/', body, headers: { Connection: 'close' } }, 60);
    const answers = JSON.parse(answer?.body ?? '[]') as Answer[];
    return calls.map((call) => (call ? (answers.shift() ?? { error: 'no answer' }) : { error: 'no such name' }));
  }

  /** What cluster DNS says of a name: a Service's address, nothing, or somewhere outside. */
  private addressOf({ host }: Request, from: string): string | undefined {
    const [name = '', namespace] = (host ?? '').replace(/:\d+$/, '').split('.');
    if (namespace === undefined) return this.addresses.get(`${from.split('/')[0]}/${name}`);
    return this.addresses.get(`${namespace}/${name}`) ?? this.podOf(outside);
  }

  private podOf(name: string): string {
    const [namespace = '', workload = ''] = name.split('/');
    const found = this.plane.kubelet.list(namespace).find(({ pod }) => pod.metadata.name.startsWith(`${workload}-`));
    return found?.ip ?? '';
  }

  private seenOf({ status, headers = {}, body = '', error }: Answer): Seen {
    if (status === undefined) return { outcome: { error } };
    return { outcome: this.observer.seen({ status, headers, body }), body, echo: echoOf(body) };
  }

  /** Istio's own gateway, as it is installed. */
  private async gatewayObjects(): Promise<KubernetesObject[]> {
    const name = 'istio-ingressgateway';
    const namespace = istioNamespace;
    return Promise.all([
      this.plane.api.get<ApiObject>({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }),
      this.plane.api.get<ApiObject>({ apiVersion: 'v1', kind: 'Service', namespace, name }),
    ]);
  }
}

/** Does a sidecar pass the connection on to a Service that leads back to its own pod? No kube-proxy runs that could. */
export function isTranslatedToItself({ asked: { from }, decision }: { readonly asked: Asked; readonly decision: Decision }): boolean {
  return decision.destinations.some(
    ({ cluster }) =>
      cluster.passthrough && cluster.endpoints.some(({ workload }) => workload && `${workload.namespace}/${workload.name}` === from),
  );
}

/** One router for each who asks, made once a configuration. */
export class Routers {
  private readonly known = new Map<string | undefined, Router>();

  constructor(private readonly mesh: Mesh) {}

  of({ from }: Asked): Router {
    const known = this.known.get(from);
    if (known) return known;
    const router = from === undefined ? this.gateway() : this.workload(from);
    this.known.set(from, router);
    return router;
  }

  private gateway(): Router {
    const [pod] = this.mesh.workloads.select(istioNamespace, { istio: 'ingressgateway' });
    if (!pod) throw new Error('no gateway is installed');
    return new GatewayRouter(this.mesh, pod);
  }

  private workload(name: string): Router {
    const workload = this.mesh.workloads.all.find((each) => `${each.namespace}/${each.name}` === name);
    if (!workload) throw new Error(`no workload ${name}`);
    return routerOf(this.mesh, workload);
  }
}

function key({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
