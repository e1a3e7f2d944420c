import type { KubernetesObject } from '../../lib/istio/objects';
import { gatewayApiObjects } from './gateway-api-objects';
import { data, services } from './kubernetes-objects';
import { policies } from './kubernetes-policy-objects';
import { destinationRules, gateways, matchLabels, serviceEntries, sidecars, virtualServices } from './networking-objects';
import { authorizationPolicies, envoyFilters, requestAuthentications, sha256, telemetries, vmConfig } from './policy-objects';
import { workloads } from './workload-objects';

/** A kind whose objects are mutated: where the API server takes them, and valid ones that use much of what the kind offers. */
export interface MutatedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  /** Judged by Istio's webhook too. */
  readonly isIstio: boolean;
  /** The fields beside `metadata`. */
  readonly bodies: readonly Readonly<Record<string, unknown>>[];
}

type Bodies = MutatedKind['bodies'];

const withBodies = (apiVersion: string, kind: string, resource: string, bodies: Bodies): MutatedKind => ({
  apiVersion,
  kind,
  resource,
  isIstio: apiVersion.includes('istio.io'),
  bodies,
});
const of = (apiVersion: string, kind: string, resource: string, specs: Bodies): MutatedKind =>
  withBodies(
    apiVersion,
    kind,
    resource,
    specs.map((spec) => ({ spec })),
  );
const networking = (kind: string, resource: string, specs: Bodies, version = 'v1'): MutatedKind =>
  of(`networking.istio.io/${version}`, kind, resource, specs);

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
  ...gatewayApiObjects.map(([version, kind, resource, specs]) => of(`gateway.networking.k8s.io/${version}`, kind, resource, specs)),
  withBodies('v1', 'Service', 'services', services),
  withBodies('apps/v1', 'Deployment', 'deployments', workloads.deployments),
  withBodies('apps/v1', 'StatefulSet', 'statefulsets', workloads.statefulSets),
  withBodies('apps/v1', 'DaemonSet', 'daemonsets', workloads.daemonSets),
  withBodies('batch/v1', 'Job', 'jobs', workloads.jobs),
  withBodies('batch/v1', 'CronJob', 'cronjobs', workloads.cronJobs),
  withBodies('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', policies.autoscalers),
  withBodies('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', policies.disruptionBudgets),
  withBodies('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', policies.networkPolicies),
  withBodies('networking.k8s.io/v1', 'Ingress', 'ingresses', policies.ingresses),
  withBodies('rbac.authorization.k8s.io/v1', 'Role', 'roles', policies.roles),
  withBodies('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings', policies.roleBindings),
  withBodies('v1', 'ConfigMap', 'configmaps', data.configMaps),
  withBodies('v1', 'Secret', 'secrets', data.secrets),
  withBodies('v1', 'ServiceAccount', 'serviceaccounts', data.serviceAccounts),
  withBodies('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', data.claims),
];

/** An object of a kind, in the namespace that every cluster has. */
export function objectOf({ apiVersion, kind }: MutatedKind, body: object): KubernetesObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'mutant', namespace: 'default', labels: { app: 'a' }, annotations: { note: 'x' } },
    ...body,
  } as KubernetesObject;
}
