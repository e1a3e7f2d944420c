import type { KubernetesObject } from '../../lib/istio/objects';
import { destinationRules, gateways, matchLabels, serviceEntries, sidecars, virtualServices } from './networking-objects';
import { authorizationPolicies, envoyFilters, requestAuthentications, sha256, telemetries, vmConfig } from './policy-objects';

/** A kind whose objects are mutated: where the API server takes them, and valid ones that use much of what the kind offers. */
export interface MutatedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  /** Judged by Istio's webhook too. */
  readonly isIstio: boolean;
  readonly specs: readonly Readonly<Record<string, unknown>>[];
}

const container = {
  name: 'app',
  image: 'a:1',
  ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
  env: [{ name: 'A', value: 'b' }],
  resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 5 },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

const networking = (kind: string, resource: string, specs: MutatedKind['specs'], version = 'v1'): MutatedKind => ({
  apiVersion: `networking.istio.io/${version}`,
  kind,
  resource,
  isIstio: true,
  specs,
});
const of = (apiVersion: string, kind: string, resource: string, specs: MutatedKind['specs']): MutatedKind => ({
  apiVersion,
  kind,
  resource,
  isIstio: apiVersion.includes('istio.io'),
  specs,
});

export const mutatedKinds: readonly MutatedKind[] = [
  networking('VirtualService', 'virtualservices', virtualServices),
  networking('DestinationRule', 'destinationrules', destinationRules),
  networking('Gateway', 'gateways', gateways),
  networking('ServiceEntry', 'serviceentries', serviceEntries),
  networking('Sidecar', 'sidecars', sidecars),
  networking('WorkloadEntry', 'workloadentries', [
    { address: '10.0.0.1', ports: { http: 80 }, labels: matchLabels, network: 'n', locality: 'a/b', weight: 1, serviceAccount: 's' },
    { address: 'unix:///a' },
  ]),
  networking('WorkloadGroup', 'workloadgroups', [
    {
      metadata: { labels: matchLabels, annotations: { a: 'b' } },
      template: { ports: { http: 80 }, serviceAccount: 's' },
      probe: { httpGet: { path: '/', port: 80, scheme: 'HTTP', httpHeaders: [{ name: 'A', value: 'b' }] }, periodSeconds: 5 },
    },
  ]),
  networking('EnvoyFilter', 'envoyfilters', envoyFilters, 'v1alpha3'),
  networking(
    'ProxyConfig',
    'proxyconfigs',
    [{ selector: { matchLabels }, concurrency: 2, environmentVariables: { A: 'b' }, image: { imageType: 'distroless' } }],
    'v1beta1',
  ),
  of('security.istio.io/v1', 'AuthorizationPolicy', 'authorizationpolicies', authorizationPolicies),
  of('security.istio.io/v1', 'PeerAuthentication', 'peerauthentications', [
    { selector: { matchLabels }, mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'DISABLE' } } },
  ]),
  of('security.istio.io/v1', 'RequestAuthentication', 'requestauthentications', requestAuthentications),
  of('telemetry.istio.io/v1', 'Telemetry', 'telemetries', telemetries),
  of('extensions.istio.io/v1alpha1', 'WasmPlugin', 'wasmplugins', [
    {
      selector: { matchLabels },
      url: 'oci://a/b:c',
      sha256,
      imagePullPolicy: 'Always',
      imagePullSecret: 's',
      pluginConfig: { a: 1 },
      pluginName: 'n',
      phase: 'AUTHN',
      priority: 1,
      vmConfig,
      match: [{ mode: 'CLIENT', ports: [{ number: 80 }] }],
    },
  ]),
  of('extensions.istio.io/v1alpha1', 'TrafficExtension', 'trafficextensions', [
    {
      targetRefs: [{ kind: 'Gateway', group: 'gateway.networking.k8s.io', name: 'g' }],
      wasm: { url: 'https://a.com/b', sha256, vmConfig },
      match: [{ ports: [{ number: 1 }] }],
    },
    { lua: { inlineCode: 'x' } },
  ]),
  of('v1', 'Service', 'services', [
    {
      selector: matchLabels,
      ports: [
        { name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' },
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' },
      ],
      sessionAffinity: 'None',
    },
  ]),
  of('apps/v1', 'Deployment', 'deployments', [
    {
      replicas: 1,
      selector: { matchLabels },
      template: {
        metadata: { labels: matchLabels },
        spec: { containers: [container], volumes: [{ name: 'tmp', emptyDir: {} }], serviceAccountName: 'a' },
      },
    },
  ]),
];

/** An object of a kind, in the namespace that every cluster has. */
export function objectOf({ apiVersion, kind }: MutatedKind, spec: unknown): KubernetesObject {
  return { apiVersion, kind, metadata: { name: 'mutant', namespace: 'default', labels: { app: 'a' }, annotations: { note: 'x' } }, spec };
}
