import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

type Labels = Readonly<Record<string, string>>;

/** The fields of each kind that the article says something about. */
interface Specs {
  Namespace: undefined;
  Deployment: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels: Labels };
    readonly template: {
      readonly metadata: { readonly labels: Labels };
      readonly spec: { readonly serviceAccountName?: string; readonly containers: Container[] };
    };
  };
  Service: { readonly selector: Labels; readonly ports: { readonly name: string; readonly port: number; readonly targetPort: number }[] };
  PodDisruptionBudget: unknown;
  Gateway: { readonly selector?: Labels; readonly servers: { readonly port: object; readonly hosts: string[] }[] };
  VirtualService: { readonly hosts: string[]; readonly gateways: string[]; readonly http: HttpRoute[] };
  DestinationRule: {
    readonly host: string;
    readonly subsets: { readonly name: string; readonly labels: Labels }[];
    readonly trafficPolicy?: { readonly loadBalancer?: { readonly consistentHash?: { readonly httpHeaderName?: string } } };
  };
}

interface Container {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly env: { readonly name: string; readonly value: string }[];
  readonly ports: { readonly containerPort: number }[];
  readonly livenessProbe?: object;
  readonly readinessProbe?: object;
  readonly resources?: { readonly requests?: object; readonly limits?: object };
  readonly securityContext?: { readonly readOnlyRootFilesystem?: boolean };
}

interface HttpRoute {
  readonly name?: string;
  readonly match?: { readonly uri?: { readonly exact?: string; readonly prefix?: string }; readonly headers?: object }[];
  readonly rewrite?: { readonly uri?: string };
  readonly route: { readonly destination: Destination; readonly weight?: number }[];
}

interface Destination {
  readonly host: string;
  readonly port?: { readonly number: number };
  readonly subset?: string;
}

/** One manifest. */
export interface Thing<Kind extends keyof Specs = keyof Specs> {
  readonly apiVersion: string;
  readonly kind: Kind;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly spec: Specs[Kind];
}

/** What a set of manifests says, in the article's terms: by `namespace/name`. */
export interface Facts {
  /** The label `istio-injection`. */
  readonly namespaces: Record<string, string | undefined>;
  readonly deployments: Record<string, object>;
  readonly services: Record<string, object>;
  readonly gateways: Record<string, object>;
  readonly virtualServices: Record<string, object>;
  /** The header that a destination rule hashes. */
  readonly hashes: Record<string, string | undefined>;
}

/** Each destination reads `host:port versions weight`. */
export interface RouteFacts {
  readonly path?: string;
  readonly headers?: object;
  readonly rewrite?: string;
  readonly to: string[];
}

export function readThings(file: string): Thing[] {
  return loadAll(readFileSync(file, 'utf8')) as Thing[];
}

export function of<Kind extends keyof Specs>(things: readonly Thing[], kind: Kind): Thing<Kind>[] {
  return things.filter((thing): thing is Thing<Kind> => thing.kind === kind);
}

/** `namespace/name`; the author's first part leaves the namespace to `kubectl`, whose own is `default`. */
export function nameOf({ metadata }: Thing): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

export function containersOf(things: readonly Thing[]): Container[] {
  return of(things, 'Deployment').flatMap(({ spec }) => spec.template.spec.containers);
}

/** What applying the files one after another leaves: of two objects of one name, the last. */
export function applied(things: readonly Thing[]): Thing[] {
  return [...new Map(things.map((thing) => [`${thing.kind} ${nameOf(thing)}`, thing])).values()];
}

export function factsOf(files: readonly Thing[]): Facts {
  const things = applied(files);
  const table = <Kind extends keyof Specs, T>(kind: Kind, fact: (thing: Thing<Kind>) => T) =>
    Object.fromEntries(of(things, kind).map((thing) => [nameOf(thing), fact(thing)]));
  return {
    namespaces: Object.fromEntries(of(things, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels?.['istio-injection']])),
    deployments: table('Deployment', deploymentFacts),
    services: table('Service', ({ spec }) => ({
      selector: spec.selector,
      ports: spec.ports.map(({ name, port, targetPort }) => ({ name, port, targetPort })),
    })),
    gateways: table('Gateway', ({ spec }) => spec.servers.map(({ port, hosts }) => ({ port, hosts }))),
    virtualServices: table('VirtualService', (service) => virtualServiceFacts(service, things)),
    hashes: table('DestinationRule', ({ spec }) => spec.trafficPolicy?.loadBalancer?.consistentHash?.httpHeaderName),
  };
}

function deploymentFacts({ spec }: Thing<'Deployment'>): object {
  const [container] = spec.template.spec.containers;
  return {
    app: spec.template.metadata.labels.app,
    replicas: spec.replicas,
    image: container?.image.replace(/:[^/]*$/, ''),
    pull: container?.imagePullPolicy,
    port: container?.ports[0]?.containerPort,
    env: Object.fromEntries(
      (container?.env ?? []).filter(({ name }) => !name.startsWith('PYTHON')).map(({ name, value }) => [name, value]),
    ),
  };
}

function virtualServiceFacts({ spec, metadata }: Thing<'VirtualService'>, things: readonly Thing[]): object {
  return {
    hosts: spec.hosts,
    gateways: spec.gateways.map((gateway) => (gateway.includes('/') ? gateway : `${metadata.namespace}/${gateway}`)),
    names: [...new Set(spec.http.flatMap(({ name }) => name ?? []))],
    routes: spec.http.map(
      (route): RouteFacts => ({
        path: route.match?.[0]?.uri?.exact ?? route.match?.[0]?.uri?.prefix,
        headers: route.match?.[0]?.headers,
        rewrite: route.rewrite?.uri,
        to: route.route.map(({ destination, weight }) =>
          [`${destination.host}:${portOf(destination, things)}`, versionsOf(destination, things), weight].filter(Boolean).join(' '),
        ),
      }),
    ),
  };
}

/** The port that is said, or else the only one that the Service has. */
function portOf({ host, port }: Destination, things: readonly Thing[]): number | undefined {
  const [name, namespace] = host.split('.');
  return port?.number ?? of(things, 'Service').find((service) => nameOf(service) === `${namespace}/${name}`)?.spec.ports[0]?.port;
}

/** The version that a subset selects, or `all`. */
function versionsOf({ host, subset }: Destination, things: readonly Thing[]): string {
  if (subset === undefined) return 'all';
  const subsets = of(things, 'DestinationRule')
    .filter(({ spec }) => spec.host === host)
    .flatMap(({ spec }) => spec.subsets);
  const found = subsets.find(({ name }) => name === subset);
  return found === undefined ? `unknown subset ${subset}` : (found.labels.version ?? 'all');
}
