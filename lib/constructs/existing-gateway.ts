import type { KubernetesObject } from '../istio/objects';
import type { Manifest } from '../manifest/manifest';
import type { DeclaredObject } from './declared-elsewhere';
import type { Server } from './server';
import type { TrafficApi } from './traffic-api';

/** What is known of a gateway that is made elsewhere. */
export interface ExistingGatewayProps {
  /** Which kind it is of: routes of the Gateway API name no gateway of Istio's own kind. @default 'istio' */
  readonly trafficApi?: TrafficApi;
  /** Hosts that its servers answer for. @default - not known: it may answer for any */
  readonly hosts?: readonly string[];
  /** Labels of the gateway pods that serve it. @default - not known */
  readonly selector?: Readonly<Record<string, string>>;
}

/** The Gateway that a reference `namespace/name` stands for. What is not known of it is left as wide as it may be. */
export function existingGateway(reference: string, { hosts = ['*'], selector, trafficApi }: ExistingGatewayProps): DeclaredObject {
  const [namespace, name = reference] = reference.split('/');
  if (trafficApi === 'gateway-api') return () => [kubernetesGateway({ name, namespace }, hosts)];
  // Pods that nobody else selects: an unknown gateway shares its proxies, and so its ports, with none that is known.
  const pods = selector ?? { 'meshwright/declared-elsewhere': name };
  const servers = [{ hosts: [...hosts], port: { number: 80, name: 'http', protocol: 'HTTP' } }];
  return () => [
    { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name, namespace }, spec: { selector: { ...pods }, servers } },
  ];
}

function kubernetesGateway(metadata: { name: string; namespace?: string }, hosts: readonly string[]): KubernetesObject {
  const allowedRoutes = { namespaces: { from: 'All' } };
  const listeners = hosts.map((host, index) => {
    const hostname = host === '*' ? {} : { hostname: host };
    return { name: `http-${index + 1}`, port: 80, protocol: 'HTTP', ...hostname, allowedRoutes };
  });
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata, spec: { gatewayClassName: 'istio', listeners } };
}

/** The Secrets that servers name, in every namespace in which pods serve the gateway; else in that of Istio's own. */
export function credentialsOf(servers: readonly Server[], selector: Readonly<Record<string, string>>): DeclaredObject[] {
  return servers
    .flatMap(({ existingSecret }) => existingSecret ?? [])
    .map(
      (name): DeclaredObject =>
        ({ manifests }) =>
          namespacesServing(selector, manifests).map((namespace) => writtenSecret(name, namespace)),
    );
}

/** What a Secret holds is not known here, so it is declared by what could write it: rules that read certificates find none to doubt. */
function writtenSecret(secretName: string, namespace: string): KubernetesObject {
  return { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: secretName, namespace }, spec: { secretName } };
}

function namespacesServing(selector: Readonly<Record<string, string>>, manifests: readonly Manifest[]): string[] {
  const found = manifests.filter(({ object }) => {
    const { template } = (object.spec ?? {}) as { template?: { metadata?: { labels?: Record<string, string> } } };
    const labels = template?.metadata?.labels;
    return labels !== undefined && Object.entries(selector).every(([key, value]) => labels[key] === value);
  });
  const namespaces = new Set(found.map(({ object }) => object.metadata.namespace ?? 'default'));
  return namespaces.size > 0 ? [...namespaces] : ['istio-system'];
}
