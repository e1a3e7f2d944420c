import type { KubernetesObject } from '../../lib/istio/objects';
import type { GeneratedProxy } from './generator';

interface Template {
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string> };
    readonly spec: { readonly serviceAccountName?: string };
  };
}

/** One Pod for each Deployment, as istiod would see it, with an address of its own. */
export function podsOf(objects: readonly KubernetesObject[]): { readonly objects: KubernetesObject[]; readonly proxies: GeneratedProxy[] } {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const proxies = deployments.map((deployment, index): GeneratedProxy => {
    const { name, namespace = 'default' } = deployment.metadata;
    const { metadata, spec } = (deployment.spec as Template).template;
    const type = metadata.labels.istio === 'ingressgateway' ? 'router' : 'sidecar';
    const serviceAccount = spec.serviceAccountName ?? 'default';
    return { name: `${namespace}/${name}`, type, namespace, labels: metadata.labels, address: `10.1.0.${index + 1}`, serviceAccount };
  });
  const pods = proxies.map(
    ({ name, namespace, labels, address, serviceAccount }): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: name.split('/')[1] ?? '', namespace, labels },
      spec: { serviceAccountName: serviceAccount, containers: [{ name: 'app', image: 'echo' }] },
      status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
    }),
  );
  const services = objects
    .filter(({ kind }) => kind === 'Service')
    .map((service, index) => ({ ...service, spec: { clusterIP: `10.96.0.${index + 1}`, ...(service.spec as object) } }));
  const others = objects.filter(({ kind }) => kind !== 'Deployment' && kind !== 'Service');
  return { objects: [...others, ...services, ...pods], proxies };
}

/** The pods of an ingress gateway with an identity of their own. */
export function gatewayDeployment(): KubernetesObject {
  const labels = { istio: 'ingressgateway', app: 'istio-ingressgateway' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'gateway', namespace: 'istio-system' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { serviceAccountName: 'gateway', containers: [{ name: 'istio-proxy', image: 'auto' }] } },
    },
  };
}
