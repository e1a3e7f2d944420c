/** `npm run coverage`: which field of Istio's kinds and of Kubernetes' workloads is said where. Every claim is tried before it is written. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { TrafficExtension } from '../imports/extensions.istio.io';
import { PeerAuthentication } from '../imports/security.istio.io';
import * as lib from '../lib';
import { istioLeaves, kubernetesLeaves, type Leaf, pathsOf, withLeaf } from './coverage-leaves';
import { enumText } from './enum-values';
import { everyOption } from './every-option';

/** Puts fields into one object by a door of a construct, or by the generated class. */
type Door = (chart: Chart, fields: never) => void;

interface Kind {
  readonly group: string;
  readonly kind: string;
  /** How the door is called. */
  readonly door: string;
  readonly open: Door;
}

const service = { host: 'user.shop.svc.cluster.local', versionNames: ['v1'] };
const hosts = ['a.example.com'];
const networking = 'networking.istio.io';
const generated = 'generated class';
type Props<T extends abstract new (scope: never, id: string, props: never) => unknown> = NonNullable<ConstructorParameters<T>[2]>;

const machineOf = (chart: Chart) => new lib.Microservice(chart, 'user', { image: 'user:v1', port: 8000 });
const authorizer = lib.ExternalAuthorizer.grpc('opa', {
  service: lib.Microservice.fromHost('opa.policy.svc.cluster.local', { port: 9191, protocol: 'grpc' }),
});
const istioKinds: readonly Kind[] = [
  {
    group: networking,
    kind: 'VirtualService',
    door: 'spec',
    open: (chart, spec) => new lib.VirtualService(chart, 'x', { hosts, routes: [{ to: lib.Microservice.fromHost('b') }], spec }),
  },
  {
    group: networking,
    kind: 'DestinationRule',
    door: 'spec',
    open: (chart, spec) => new lib.DestinationRule(chart, 'x', { service, spec }),
  },
  {
    group: networking,
    kind: 'Gateway',
    door: 'spec',
    open: (chart, spec) => new lib.Gateway(chart, 'x', { servers: [lib.Server.http({ hosts })], spec }),
  },
  {
    group: networking,
    kind: 'ServiceEntry',
    door: 'spec',
    open: (chart, spec) => new lib.ExternalService(chart, 'x', { host: 'b.example.com', ports: [{ number: 443, protocol: 'tls' }], spec }),
  },
  {
    group: networking,
    kind: 'WorkloadEntry',
    door: 'spec',
    open: (chart, spec) => new lib.VirtualMachine(chart, 'x', { service: machineOf(chart), address: '203.0.113.1', spec }),
  },
  {
    group: networking,
    kind: 'WorkloadGroup',
    door: 'spec',
    open: (chart, spec) => new lib.VirtualMachineGroup(chart, 'x', { service: machineOf(chart), spec }),
  },
  {
    group: networking,
    kind: 'Sidecar',
    door: 'sidecar',
    open: (chart, sidecar) => {
      machineOf(chart);
      new lib.ZeroTrust(chart, 'x', { sidecar });
    },
  },
  {
    group: networking,
    kind: 'EnvoyFilter',
    door: 'spec',
    open: (chart, spec) => new lib.EnvoyFilter(chart, 'x', { patches: [{}], spec }),
  },
  { group: networking, kind: 'ProxyConfig', door: 'spec', open: (chart, spec) => new lib.ProxyConfig(chart, 'x', { spec }) },
  {
    group: 'security.istio.io',
    kind: 'AuthorizationPolicy',
    door: 'spec',
    open: (chart, spec) => new lib.ExternalAuthorization(chart, 'x', { of: machineOf(chart), by: authorizer, spec }),
  },
  {
    group: 'security.istio.io',
    kind: 'PeerAuthentication',
    door: generated,
    open: (chart, spec) => new PeerAuthentication(chart, 'x', { spec }),
  },
  {
    group: 'security.istio.io',
    kind: 'RequestAuthentication',
    door: 'spec',
    open: (chart, spec) => new lib.EndUserAuthentication(chart, 'x', { of: machineOf(chart), issuer: 'https://a.example.com', spec }),
  },
  { group: 'telemetry.istio.io', kind: 'Telemetry', door: 'spec', open: (chart, spec) => new lib.Telemetry(chart, 'x', { spec }) },
  {
    group: 'extensions.istio.io',
    kind: 'WasmPlugin',
    door: 'spec',
    open: (chart, spec) => new lib.WasmPlugin(chart, 'x', { url: 'file:///x', spec }),
  },
  {
    group: 'extensions.istio.io',
    kind: 'TrafficExtension',
    door: generated,
    open: (chart, spec) => new TrafficExtension(chart, 'x', { spec }),
  },
];

const cart = (chart: Chart, more: Partial<Props<typeof lib.Microservice>>) =>
  new lib.Microservice(chart, 'cart', { image: 'cart:v1', port: 80, ...more });
const job = { image: 'cart:v1' };

/** A Kubernetes type: where it stands in an object, and by which door. */
interface Part {
  readonly title: string;
  readonly definition: string;
  readonly kind: string;
  /** Where in the object's `spec` the type begins. @default - it is all of it */
  readonly at?: string;
  /** Fields that are listed as a part of their own. */
  readonly without?: readonly string[];
  readonly door: string;
  readonly open: Door;
}

const parts: readonly Part[] = [
  {
    title: 'Pods of every workload',
    definition: 'core.v1.PodSpec',
    kind: 'Deployment',
    at: 'template.spec',
    door: 'pod',
    open: (chart, pod) => cart(chart, { pod }),
  },
  {
    title: 'Deployment',
    definition: 'apps.v1.DeploymentSpec',
    kind: 'Deployment',
    without: ['template'],
    door: 'controller',
    open: (chart, controller) => cart(chart, { controller }),
  },
  {
    title: 'StatefulSet',
    definition: 'apps.v1.StatefulSetSpec',
    kind: 'StatefulSet',
    without: ['template'],
    door: 'controller',
    open: (chart, controller) => cart(chart, { kind: 'StatefulSet', controller }),
  },
  {
    title: 'DaemonSet',
    definition: 'apps.v1.DaemonSetSpec',
    kind: 'DaemonSet',
    without: ['template'],
    door: 'controller',
    open: (chart, controller) => cart(chart, { kind: 'DaemonSet', controller }),
  },
  {
    title: 'Job',
    definition: 'batch.v1.JobSpec',
    kind: 'Job',
    without: ['template'],
    door: 'job',
    open: (chart, fields) => new lib.Job(chart, 'cart', { ...job, job: fields }),
  },
  {
    title: 'CronJob',
    definition: 'batch.v1.CronJobSpec',
    kind: 'CronJob',
    without: ['jobTemplate'],
    door: 'cronJob',
    open: (chart, fields) => new lib.CronJob(chart, 'cart', { ...job, schedule: '@daily', cronJob: fields }),
  },
  {
    title: 'Service',
    definition: 'core.v1.ServiceSpec',
    kind: 'Service',
    door: 'service.spec',
    open: (chart, spec) => cart(chart, { service: { spec } }),
  },
];

/** How a field is said. */
export type Way = 'construct' | 'door' | typeof generated | 'nothing';

export interface Covered {
  readonly title: string;
  readonly door: string;
  readonly fields: ReadonlyMap<string, Way>;
}

function specs(declare: (chart: Chart) => void, kind: string): unknown[] {
  const app = new lib.MeshApp({ outdir: 'never-written', rules: false });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  return app.manifests().flatMap(({ object }) => (object.kind === kind ? [object.spec] : []));
}

/** Whether a field given by a door is written. A generated class has names of its own for a few fields, and says which. */
function isWritten(leaf: Leaf, { kind, open, type, at = '' }: { kind: string; open: Door; type?: string; at?: string }): Way {
  const names = { containers: 'cart' };
  const path = at === '' ? leaf.path : `${at}.${leaf.path}`;
  let asked = leaf;
  for (;;) {
    try {
      const written = specs((chart) => open(chart, withLeaf(asked, type, names) as never), kind);
      return written.some((spec) => pathsOf(spec).map(letters).includes(letters(path))) ? 'door' : 'nothing';
    } catch (error) {
      if (!(error instanceof lib.ConstructError)) throw error;
      const name = /did you mean `(\w+)`/.exec(error.details.fix ?? '')?.[1];
      if (['OwnedField', 'SpecConflict', 'SpecList'].includes(error.errorName)) return 'construct';
      const steps = asked.path.split('.');
      const wrong = error.errorName === 'FieldDropped' ? steps.findIndex((step) => error.fact.includes(`${step.replace('[]', '')}\``)) : -1;
      if (name === undefined || wrong < 0 || steps[wrong] === name) return 'nothing';
      asked = { ...asked, path: steps.map((step, index) => (index === wrong ? step.replace(/^\w+/, name) : step)).join('.') };
    }
  }
}

/** A class may write the older name of a field, which Istio reads as well: `jwks_uri`. */
function letters(path: string): string {
  return path.replaceAll('_', '').toLowerCase();
}

/** Every kind with each of its fields. */
export function coverage(): Covered[] {
  const offered = new Map<string, Set<string>>();
  const app = new lib.MeshApp({ outdir: 'never-written', rules: false });
  everyOption(new Chart(app, 'shop', { namespace: 'shop' }));
  for (const { object } of app.manifests())
    offered.set(object.kind, new Set([...(offered.get(object.kind) ?? []), ...pathsOf(object.spec)]));
  const istio = istioKinds.map(({ group, kind, door, open }) => {
    const fields = istioLeaves(group, kind).map((leaf) => {
      const way = offered.get(kind)?.has(leaf.path) ? 'construct' : isWritten(leaf, { kind, open });
      return [leaf.path, way === 'door' && door === generated ? generated : way] as const;
    });
    return { title: kind, door, fields: new Map(fields) };
  });
  return [...istio, ...parts.map(partOf)];
}

function partOf({ title, definition, kind, at, without = [], door, open }: Part): Covered {
  const type = definition.replace(/^.*\./, '');
  const all = kubernetesLeaves(definition).filter(({ path }) => !without.some((field) => path.startsWith(`${field}.`)));
  const fields = all.map((leaf) => {
    const way = isWritten(leaf, { kind, open, type, at });
    return [leaf.path, way === 'nothing' || (way === 'construct' && !hasProp(leaf)) ? plainObject(leaf) : way] as const;
  });
  return { title, door, fields: new Map(fields) };
}

/** Fields that a construct owns and offers only in part: of claims all but their metadata and status, of selectors the labels. */
function hasProp({ path }: Leaf): boolean {
  if (path.startsWith('volumeClaimTemplates[]')) return path.startsWith('volumeClaimTemplates[].spec.');
  return !path.startsWith('selector.') || path === 'selector.matchLabels';
}

/** An object of plain data keeps every field. */
function plainObject(leaf: Leaf): Way {
  const written = specs(
    (chart) => new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'Any', metadata: { name: 'x' }, spec: withLeaf(leaf) }),
    'Any',
  );
  return pathsOf(written[0]).includes(leaf.path) ? generated : 'nothing';
}

/** The page. */
export function coverageText(kinds: readonly Covered[] = coverage()): string {
  const count = ({ fields }: Covered, way: Way) => [...fields.values()].filter((each) => each === way).length;
  const rows = kinds.map((kind) => {
    const { title, door, fields } = kind;
    return `| ${title} | ${fields.size} | ${count(kind, 'construct')} | ${count(kind, 'door')}${door === generated ? '' : ` by \`${door}\``} | ${count(kind, generated)} |`;
  });
  return `${intro}\n\n| kind | fields | by the construct | by its door | by the ${generated} or an \`ApiObject\` |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n${kinds.map(section).join('\n')}\n${enumText()}`;
}

const intro = `# Which field is said where

Made by \`npm run coverage\`, which tries each field: what a construct writes of its props, or refuses elsewhere since it writes it itself; what its typed door (\`spec\`,
\`pod\`, \`controller\`, \`service.spec\`, \`job\`, \`cronJob\`) puts into the object; and what only the generated class of \`imports/\` or an \`ApiObject\` says. A test fails
when a field is reached by none of them, or this page is not what the constructs do.`;

function section({ title, door, fields }: Covered): string {
  const list = (way: Way) => [...fields].filter(([, each]) => each === way).map(([path]) => `\`${path}\``);
  const lines = (
    [
      ['construct', 'Construct'],
      ['door', `\`${door}\``],
      [generated, 'Generated class or `ApiObject`'],
    ] as const
  ).flatMap(([way, name]) => (list(way).length > 0 ? [`**${name}.** ${list(way).join(' ')}\n`] : []));
  return `## ${title}\n\n${lines.join('\n')}`;
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'docs', 'coverage.md'), coverageText());
