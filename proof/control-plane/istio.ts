import { loadAll } from 'js-yaml';
import type { KubernetesObject } from '../../lib/istio/objects';
import { run } from '../run';
import { planeAddress } from '../sandbox';
import type { Credentials } from './credentials';
import type { Program } from './kubernetes';

export const istioNamespace = 'istio-system';

/** istiod's ports: plain xDS, xDS and certificates over TLS, webhooks, and debugging. */
export const istiodPorts = { xds: 15010, secure: 15012, webhooks: 15017, debug: 8080 } as const;

export interface IstioOptions {
  /** Istio's sidecars and its own ingress gateway with certificates, or neither. */
  readonly sidecars: boolean;
  /** Whether pods' traffic is redirected by Istio's CNI plugin, which the kubelet plays, or by an init container of their own. */
  readonly cni: boolean;
  /** Paths in the sandbox. */
  readonly envoy: string;
  readonly bootstrapTemplate: string;
}

/**
 * What Istio's own charts install, but for istiod itself, which runs as a program of the plane: a Service without
 * selector and an EndpointSlice lead to it.
 */
export async function istioManifests(istioctl: string, options: IstioOptions): Promise<KubernetesObject[]> {
  const yaml = await run(istioctl, ['manifest', 'generate', '-f', '-'], { input: JSON.stringify(installation(options)) });
  const objects = (loadAll(yaml) as (KubernetesObject | null)[]).filter((object) => object !== null);
  return [...objects.filter((object) => isWanted(object, options)), ...istiodService()];
}

/** Upstream Envoy lacks Istio's own filters: metadata exchange, statistics and ALPN. Without certificates, clusters must not wait for them. */
function installation({ sidecars, cni, envoy, bootstrapTemplate }: IstioOptions): object {
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: {
      profile: 'default',
      meshConfig: {
        enableAutoMtls: sidecars,
        defaultProviders: { metrics: [] },
        defaultConfig: { binaryPath: envoy, proxyBootstrapTemplatePath: bootstrapTemplate, concurrency: 1 },
      },
      components: { cni: { enabled: cni } },
      // without it, Pod Security `restricted` rejects the pods that istiod makes for a Gateway
      values: { defaultRevision: 'default', gateways: { seccompProfile: { type: 'RuntimeDefault' } } },
    },
  };
}

function isWanted({ kind, metadata }: KubernetesObject, { sidecars }: IstioOptions): boolean {
  if (['CustomResourceDefinition', 'HorizontalPodAutoscaler', 'DaemonSet'].includes(kind)) return false;
  if (metadata.name === 'istiod' && (kind === 'Deployment' || kind === 'Service')) return false;
  return sidecars || !(kind === 'MutatingWebhookConfiguration' || metadata.name.startsWith('istio-ingressgateway'));
}

function istiodService(): KubernetesObject[] {
  const ports = [
    { name: 'grpc-xds', port: 15010, protocol: 'TCP' },
    { name: 'https-dns', port: 15012, protocol: 'TCP' },
    { name: 'https-webhook', port: 443, targetPort: istiodPorts.webhooks, protocol: 'TCP' },
    { name: 'http-monitoring', port: 15014, protocol: 'TCP' },
  ];
  const metadata = { name: 'istiod', namespace: istioNamespace, labels: { app: 'istiod', istio: 'pilot' } };
  return [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'istiod' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [planeAddress], conditions: { ready: true } }],
      ports: ports.map(({ name, port, targetPort, protocol }) => ({ name, port: targetPort ?? port, protocol })),
    },
  ];
}

/** REVISION matters: without it, istiod never writes its authority into the webhooks. @param environment beside its usual variables */
export function istiod({ kubeconfig }: Credentials, environment: Readonly<Record<string, string>> = {}): Program {
  return {
    name: 'istiod',
    from: ['istio', 'pilot-discovery'],
    args: [
      'discovery',
      `--kubeconfig=${kubeconfig}`,
      `--httpAddr=:${istiodPorts.debug}`,
      '--domain=cluster.local',
      '--keepaliveMaxServerConnectionAge=30m',
    ],
    env: {
      REVISION: 'default',
      POD_NAME: 'istiod',
      POD_NAMESPACE: istioNamespace,
      SERVICE_ACCOUNT: 'istiod',
      CLUSTER_ID: 'Kubernetes',
      PILOT_CERT_PROVIDER: 'istiod',
      INJECTION_WEBHOOK_CONFIG_NAME: 'istio-sidecar-injector',
      VALIDATION_WEBHOOK_CONFIG_NAME: `istio-validator-${istioNamespace}`,
      PILOT_ENABLE_METADATA_EXCHANGE: 'false',
      PILOT_ENABLE_ALPN_FILTER: 'false',
      ...environment,
    },
  };
}
