import type { KubernetesObject } from '../../lib/istio/objects';

const perNamespace = 25;
const teamsPerTier = 8;

/** A mesh of many services as plain objects: every tenth is open at the gateway, every fifth has a canary, each calls up to three others. */
export function largeMesh(size: number): readonly KubernetesObject[] {
  const namespaces = Array.from({ length: Math.ceil(size / perNamespace) }, (_, index) => namespaceName(index * perNamespace));
  return [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } })),
    ...Array.from({ length: size }, (_, index) => serviceObjects(index, size)).flat(),
    gateway(),
  ];
}

const namespaceName = (index: number) => `team-${Math.floor(index / perNamespace)}`;
const host = (index: number) => `service-${index}.${namespaceName(index)}.svc.cluster.local`;
/** Two neighbours of the own team, and a service of a team in the next tier. */
function callees(index: number, size: number): number[] {
  const first = index - (index % perNamespace);
  const own = [3, 8].map((step) => first + (((index % perNamespace) + step) % perNamespace)).filter((callee) => callee > index);
  const next = first + perNamespace * (teamsPerTier + (index % 3)) + (index % perNamespace);
  return [...own, next].filter((callee) => callee < size);
}

const open = (index: number) => index % 10 === 0;
const released = (index: number) => index % 5 === 0;

function serviceObjects(index: number, size: number): KubernetesObject[] {
  const namespace = namespaceName(index);
  const name = `service-${index}`;
  const versions = released(index) ? ['v1', 'v2'] : ['v1'];
  const spec = { selector: { app: name }, ports: [{ name: 'http', port: 8000, targetPort: 8000 }] };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec },
    ...versions.map((version) => deployment(index, version, size)),
    ...(released(index) ? [subsets(index, versions)] : []),
    ...(open(index) || released(index) ? [routes(index)] : []),
  ];
}

function deployment(index: number, version: string, size: number): KubernetesObject {
  const app = `service-${index}`;
  const labels = { app, version };
  const env = callees(index, size).map((callee, step) => ({ name: `CALLEE_${step}`, value: `http://${host(callee)}:8000` }));
  const containers = [{ name: app, image: 'registry.example.com/app:1.0.0', ports: [{ containerPort: 8000 }], env }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace: namespaceName(index) },
    spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}

function subsets(index: number, versions: readonly string[]): KubernetesObject {
  const spec = { host: host(index), subsets: versions.map((name) => ({ name, labels: { version: name } })) };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `service-${index}`, namespace: namespaceName(index) },
    spec,
  };
}

function routes(index: number): KubernetesObject {
  const weights = released(index) ? [90, 10] : [100];
  const route = weights.map((weight, version) => ({
    destination: { host: host(index), port: { number: 8000 }, ...(released(index) ? { subset: `v${version + 1}` } : {}) },
    weight,
  }));
  const tester = { match: [{ headers: { mode: { exact: 'dev' } } }], route: [{ ...route.at(-1), weight: 100 }] };
  const hosts = [...(open(index) ? [`service-${index}.example.com`] : []), host(index)];
  const gateways = [...(open(index) ? ['istio-system/edge'] : []), 'mesh'];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `service-${index}`, namespace: namespaceName(index) },
    spec: { hosts, gateways, http: [...(released(index) ? [tester] : []), { route }] },
  };
}

function gateway(): KubernetesObject {
  const servers = [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*.example.com'] }];
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'edge', namespace: 'istio-system' },
    spec: { selector: { istio: 'ingressgateway' }, servers },
  };
}
