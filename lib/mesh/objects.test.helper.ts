import type { KubernetesObject } from '../istio/objects';
import { Mesh } from './mesh';
import type { MeshOptions } from './mesh-options';

const groups: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  ServiceEntry: 'networking.istio.io/v1',
  Sidecar: 'networking.istio.io/v1',
  VirtualService: 'networking.istio.io/v1',
  WorkloadEntry: 'networking.istio.io/v1',
  WorkloadGroup: 'networking.istio.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  Gateway: 'gateway.networking.k8s.io/v1',
  GatewayClass: 'gateway.networking.k8s.io/v1',
};

/** An object of a kind that is one alone in the test. @param name `namespace/name`, or the name of a cluster-wide object */
export function object(kind: string, name: string, { spec = {}, labels, annotations, ...rest }: Parts = {}): KubernetesObject {
  const [first = '', second] = name.split('/');
  const metadata = second === undefined ? { name: first } : { name: second, namespace: first };
  return {
    apiVersion: groups[kind] ?? 'v1',
    kind,
    metadata: { ...metadata, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) },
    spec,
    ...rest,
  } as KubernetesObject;
}

interface Parts {
  readonly spec?: object;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly apiVersion?: string;
  readonly status?: object;
  readonly [field: string]: unknown;
}

/** A Deployment whose pods have labels. */
export function deployment(name: string, labels: Readonly<Record<string, string>>, { pod = {}, ...spec }: PodParts = {}): KubernetesObject {
  return object('Deployment', name, { spec: { ...spec, template: { metadata: { labels }, spec: { containers: [], ...pod } } } });
}

interface PodParts {
  readonly replicas?: number;
  readonly pod?: object;
}

/** A mesh of objects as they are, and of nothing else. */
export function meshOf(objects: readonly KubernetesObject[], options: MeshOptions = {}): Mesh {
  return Mesh.of(objects, { admission: 'ignored', assumeIngressGateway: false, ...options });
}
