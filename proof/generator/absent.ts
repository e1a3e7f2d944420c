import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../lib/istio/objects';
import { Mesh } from '../../lib/mesh/mesh';
import type { Cause } from '../../lib/mesh/passed-over/cause';
import { IngressRouter } from '../../lib/route/gateway/ingress-router';
import { receive } from '../../lib/route/request/incoming';
import { type Request, request } from '../../lib/route/request/request';
import { routerOf } from '../../lib/route/router-of';
import { type CauseCase, causeCases, causeWorld } from '../../lib/why/cause-cases';
import { objectsOf } from '../../lib/why/named-objects';
import { parseTarget } from '../../lib/why/target';
import { field, type Message, text } from './envoy-matchers';
import { replyOf } from './envoy-routes';
import type { Generated, GeneratedProxy, Generator } from './generator';
import { gatewayDeployment, podsOf } from './pods';

/** Causes that istiod's generator decides: what it makes for the proxies on the way is the same with and without the object. */
export const generatedCauses: ReadonlySet<Cause> = new Set<Cause>([
  ...(['not exported', 'no such gateway', 'another gateway', 'host not served', 'more specific host', 'not for the mesh'] as const),
  ...([
    'another protocol',
    'not imported',
    'no rule for it',
    'dropped delegate',
    'no such host',
    'no such pod',
    'another namespace',
  ] as const),
  ...(['another workload', 'nearer object', 'older object', 'newer object', 'older default', 'older policy', 'older subset'] as const),
]);

/** Kinds that say what becomes of requests: what else they are for may be in the configuration all the same. */
const routing: ReadonlySet<string> = new Set(['VirtualService', 'DestinationRule', 'ServiceEntry']);

/** What the generator shows of one worked case. */
export interface Absence {
  readonly case: CauseCase;
  /** The proxies that were looked at. */
  readonly proxies: readonly string[];
  /** From what the object is absent: all that the proxies get, or what of it answers the request; undefined where it is in both. */
  readonly absentFrom: 'configuration' | 'answer' | undefined;
  /** Does the counterpart of the case, in which the object is used, show it? */
  readonly isSeenWhereUsed: boolean;
}

/** Every worked case of a cause that the generator decides. */
export async function absences(generator: Generator): Promise<Absence[]> {
  const found: Absence[] = [];
  for (const each of causeCases().filter(({ cause }) => generatedCauses.has(cause))) {
    const passedOver = await new Pair(generator, each, []).compare();
    const used = await new Pair(generator, each, [each.used]).compare();
    found.push({ case: each, ...passedOver, isSeenWhereUsed: used.absentFrom !== 'configuration' });
  }
  return found;
}

/** One line for each case that the generator contradicts, and one of how many it confirms. */
export function absenceText(all: readonly Absence[]): string {
  const wrong = all.filter((each) => !isProved(each));
  const causes = new Set(all.map((each) => each.case.cause));
  const ofConfiguration = all.filter(({ absentFrom }) => absentFrom === 'configuration').length;
  const summary = `${all.length - wrong.length} of ${all.length} objects that are passed over, for ${causes.size} causes, are absent: ${ofConfiguration} from all that istiod generates for the proxies on the way, the others from what answers the request; where they are used, each is there`;
  return [...wrong.map(wrongText), summary].join('\n');
}

/** Is the object absent where it is passed over, and there where it is used? */
export function isProved({ absentFrom, isSeenWhereUsed }: Absence): boolean {
  return absentFrom !== undefined && isSeenWhereUsed;
}

function wrongText({ case: { cause, object, asked }, proxies, absentFrom }: Absence): string {
  const what = absentFrom === undefined ? 'is in the configuration' : 'is absent where it is used, too';
  return `${object} (${cause}), asked ${asked}: ${what} of ${proxies.join(', ')}`;
}

/** The configuration with the object of a case, and without it. */
class Pair {
  private readonly objects: readonly KubernetesObject[];
  private readonly request: Request;
  private readonly from: string | undefined;
  /** The mesh configuration of the case, in YAML. */
  private readonly meshConfig: string;

  constructor(
    private readonly generator: Generator,
    private readonly one: CauseCase,
    used: readonly CauseCase['used'][],
  ) {
    this.objects = [...objectsOf(causeWorld(), one.input, ...used), gatewayDeployment()];
    const [url = '', from] = one.asked.split(' ').reverse();
    this.request = request(url);
    this.from = from;
    const configMap = this.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'istio');
    this.meshConfig = text((configMap?.data ?? {}) as Message, 'mesh');
  }

  async compare(): Promise<Pick<Absence, 'proxies' | 'absentFrom'>> {
    const target = parseTarget(this.one.object);
    const isTarget = ({ kind, metadata }: KubernetesObject) =>
      kind === target?.kind && metadata.name === target.name && metadata.namespace === target.namespace;
    const { objects, proxies } = podsOf(this.objects);
    const names = this.witnesses(proxies);
    const here = await this.generate(objects, proxies);
    const there = await this.generate(
      objects.filter((object) => !isTarget(object)),
      proxies,
    );
    const isSame = names.every((name) => isDeepStrictEqual(here[name], there[name]));
    const answersAlike = names.every((name) => isDeepStrictEqual(this.answering(here[name]), this.answering(there[name])));
    const absentFrom = isSame ? 'configuration' : routing.has(target?.kind ?? '') && answersAlike ? 'answer' : undefined;
    return { proxies: names, absentFrom };
  }

  private async generate(objects: readonly KubernetesObject[], proxies: readonly GeneratedProxy[]) {
    const generated = await this.generator.configure(objects, proxies, this.meshConfig);
    if (typeof generated === 'string') throw new Error(`${this.one.cause}: ${generated}`);
    return generated;
  }

  /** The proxies that the request passes: the caller's or the gateway's, and for what secures pods those of the called pods. */
  private witnesses(proxies: readonly GeneratedProxy[]): string[] {
    const mesh = Mesh.of(this.objects);
    const caller = mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === this.from);
    const router = caller ? routerOf(mesh, caller) : new IngressRouter(mesh);
    const { destinations } = router.route(this.request);
    const called = destinations.flatMap(({ cluster }) => cluster.endpoints.flatMap(({ workload }) => workload ?? []));
    const first = caller ? [caller] : mesh.workloads.all.filter(({ name }) => name === 'gateway');
    const onTheWay = [...first, ...called].filter((workload) => mesh.injection.proxyOf(workload).kind !== 'none');
    const names = onTheWay.map(({ namespace, name }) => `${namespace}/${name}`);
    return proxies.map(({ name }) => name).filter((name) => names.includes(name));
  }

  /** What of a proxy's configuration answers the request: its listener, and what its route table and their clusters make of it. */
  private answering(generated: Generated | undefined) {
    const incoming = receive(this.request);
    if (!generated || 'malformed' in incoming) return [];
    const { port, scheme } = this.request;
    const listeners = generated.listeners.filter((listener) => field(listener, 'address', 'socketAddress').portValue === port);
    const tables = generated.routes.filter(({ name }) => scheme === 'http' && (name === String(port) || name === `http.${port}`));
    const replies = tables.map((table) => replyOf(table, incoming, {}));
    const names = new Set(replies.flatMap(({ upstreams }) => upstreams.map(({ cluster }) => cluster)));
    return [listeners, replies, generated.upstreams.filter((cluster) => names.has(text(cluster, 'name')))];
  }
}
