import { ProofError } from '../errors';
import type { Kubelet } from '../kubelet/kubelet';
import type { PodRunner } from '../kubelet/pod-runner';
import { until } from '../until';
import { Gateway } from './gateway';

/** Which pod serves, and how it is reached. */
export interface PodGatewayOptions {
  /** The name of its Deployment. */
  readonly name: string;
  readonly namespace: string;
  /** What selects the pod. */
  readonly labels: Readonly<Record<string, string>>;
  /** The Gateway of the Gateway API that istiod deployed it for, by its name. @default - none */
  readonly serves?: string;
  /** Where its Service sends the connections of a port. @default - to the same port */
  readonly targetPorts?: Readonly<Record<number, number>>;
  /** Resolves when all Deployments of its namespace are ready. */
  rolledOut(): Promise<void>;
}

/** A gateway that runs as a pod of the plane, with a certificate from istiod: Istio's own, or one that istiod deploys for a Gateway. */
export class PodGateway extends Gateway {
  constructor(
    private readonly kubelet: Kubelet,
    private readonly options: PodGatewayOptions,
  ) {
    const { serves: name, namespace } = options;
    super(options.name, options.labels, name === undefined ? undefined : { name, namespace });
  }

  get ip(): string {
    const ip = this.pod?.ip;
    if (!ip) throw new ProofError(`gateway ${this.name} has no address yet`);
    return ip;
  }

  async ready(): Promise<void> {
    await until(`gateway ${this.name} has a pod`, () => this.pod !== undefined, { every: 0.05 });
    await this.options.rolledOut();
  }

  protected targetPort(port: number): number {
    return this.options.targetPorts?.[port] ?? port;
  }

  /** Its admin interface listens inside the pod only. */
  async admin(path: string): Promise<string> {
    const proxy = this.pod?.container('istio-proxy');
    return (await proxy?.exec(['pilot-agent', 'request', 'GET', path.replace(/^\//, '')])) ?? '';
  }

  log(): string {
    return this.pod?.lastLines(2000).join('\n') ?? '';
  }

  private get pod(): PodRunner | undefined {
    const { namespace, labels } = this.options;
    return this.kubelet
      .list(namespace)
      .find(({ pod }) => Object.entries(labels).every(([key, value]) => pod.metadata.labels?.[key] === value));
  }
}
