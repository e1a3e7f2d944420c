import { istioNamespace } from '../control-plane/istio';
import { ProofError } from '../errors';
import type { Kubelet } from '../kubelet/kubelet';
import type { PodRunner } from '../kubelet/pod-runner';
import { Gateway } from './gateway';

const servicePorts: Readonly<Record<number, number>> = { 80: 8080, 443: 8443 };

/** Istio's own ingress gateway: a pod of its chart's Deployment, with a certificate from istiod. */
export class IngressGateway extends Gateway {
  constructor(
    private readonly kubelet: Kubelet,
    override readonly ready: () => Promise<void>,
  ) {
    super('istio-ingressgateway', { istio: 'ingressgateway' });
  }

  get ip(): string {
    const { ip } = this.pod;
    if (!ip) throw new ProofError('the ingress gateway has no address yet');
    return ip;
  }

  protected targetPort(port: number): number {
    return servicePorts[port] ?? port;
  }

  /** Its admin interface listens inside the pod only. */
  async admin(path: string): Promise<string> {
    const proxy = this.pod.container('istio-proxy');
    return (await proxy?.exec(['pilot-agent', 'request', 'GET', path.replace(/^\//, '')])) ?? '';
  }

  log(): string {
    return this.pod.lastLines(2000).join('\n');
  }

  private get pod(): PodRunner {
    const found = this.kubelet.list(istioNamespace).find(({ pod }) => pod.metadata.labels?.istio === 'ingressgateway');
    if (!found) throw new ProofError('no pod of the ingress gateway runs yet');
    return found;
  }
}
