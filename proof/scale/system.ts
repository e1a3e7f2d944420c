import { Chart } from 'cdk8s';
import { MeshApp, Microservice, ZeroTrust, type ZeroTrustProps } from '../../lib';
import type { KubernetesObject } from '../../lib/istio/objects';

export const namespaces = 10;
/** How many others each service calls. */
export const callees = 3;

/** A mesh of services that each call three others: its objects by what the measurement does with them. */
export interface System {
  /** Namespaces, Services and accounts, each Service with two addresses that nobody answers at. */
  readonly services: readonly KubernetesObject[];
  /** What runs: the first service's pods. */
  readonly program: readonly KubernetesObject[];
  /** What `ZeroTrust` makes of the calls, one a service: as it is, and without the add-ons of `istio-system`. */
  readonly scopes: readonly KubernetesObject[];
  readonly narrowScopes: readonly KubernetesObject[];
  /** A service that the first one calls, and one that it does not. */
  readonly called: { readonly namespace: string; readonly host: string };
  readonly uncalled: { readonly namespace: string; readonly host: string };
}

/** @param size how many services */
export function generate(size: number): System {
  const objects = declare(size);
  const of = (kind: string, all = objects) => all.filter((object) => object.kind === kind);
  return {
    services: [
      ...Array.from({ length: namespaces }, (_, index) => namespace(`team-${index}`)),
      ...of('ServiceAccount'),
      ...of('Service'),
      ...of('Service').slice(1).map(endpoints),
    ],
    program: of('Deployment').slice(0, 1),
    scopes: of('Sidecar'),
    narrowScopes: of('Sidecar', declare(size, { alwaysKnown: [] })),
    called: serviceAt(7),
    uncalled: serviceAt(5),
  };
}

function declare(size: number, props?: ZeroTrustProps): readonly KubernetesObject[] {
  const app = new MeshApp({ outdir: 'never-written' });
  const charts = Array.from({ length: namespaces }, (_, index) => new Chart(app, `team-${index}`, { namespace: `team-${index}` }));
  const all = Array.from({ length: size }, (_, index) => {
    const image = 'gcr.io/nomadic-mesh/microservice/user:v1';
    return new Microservice(charts[index % namespaces] ?? app, `service-${index}`, { image, port: 8000, replicas: 1 });
  });
  for (const [index, caller] of all.entries()) {
    for (let step = 1; step <= callees; step++) caller.calls(all[(index + step * 7) % size] ?? caller);
  }
  new ZeroTrust(new Chart(app, 'zero-trust'), 'zero-trust', props);
  return app.manifests().map(({ object }) => object);
}

function serviceAt(index: number) {
  const namespace = `team-${index % namespaces}`;
  return { namespace, host: `service-${index}.${namespace}.svc.cluster.local` };
}

function namespace(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } };
}

/** A pod each would need more machine than the measurement is worth: the control plane cannot tell. */
function endpoints({ metadata: { name, namespace } }: KubernetesObject, index: number): KubernetesObject {
  const addresses = [0, 1].map((pod) => `10.250.${Math.floor(index / 100)}.${(index % 100) * 2 + pod + 1}`);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${name}-generated`, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: `http-${name}`, port: 8000, protocol: 'TCP' }],
  };
}
