import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { count } from '../count';
import { hostNames } from '../host';
import { ownId } from '../metadata';
import { dnsLabel } from '../name';
import { onlyKnown } from '../only-known';
import { portNumber } from '../port';
import { within } from '../within';
import type { Resources } from '../workload/resources';
import { proxyContainer, proxyPorts } from './proxy-container';

/** The pods and the Service of an ingress gateway. */
export interface IngressGatewayProps {
  /** Ports of the servers it carries. A pod listens on those below 1024 at 8000 more, which needs no privilege. @default [80, 443] */
  readonly ports?: readonly number[];
  /** Fewest and most pods. @default { min: 2, max: 5 } */
  readonly replicas?: { readonly min: number; readonly max: number };
  /** Share of the requested CPU, in percent, above which pods are added. @default 80 */
  readonly cpu?: number;
  /** Hosts whose DNS records external-dns makes for the load balancer. @default - none */
  readonly hosts?: readonly string[];
  /** Type of the Service. @default 'LoadBalancer' */
  readonly type?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Revision of Istio whose proxy it runs, for upgrades side by side. @default - the namespace's, or the default revision */
  readonly revision?: string;
  /** Annotations of the Service: what your cloud's load balancer reads. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * What each pod's proxy reserves and may use.
   *
   * @default - requests 100m CPU, 128Mi memory, 64Mi disk; limits 2, 1Gi, 512Mi, as Istio's own but for the disk
   */
  readonly resources?: Resources;
}

/**
 * What injects is part of Istio's installation: a set of manifests without it would be told that nothing replaces `auto`, which
 * has no tag, and that the proxy's user 1337 is a low one.
 */
const silenced = {
  'galley.istio.io/analyze-suppress': 'IST0146',
  'kube-score/ignore': 'container-image-tag,container-security-context-user-group-id',
} as const;

/**
 * An Envoy at the edge: Deployment, Service of type LoadBalancer, autoscaler, disruption budget, network policy, and an account that may read
 * the secrets with certificates in its own namespace. Istio's injection fills in the proxy, so that it is upgraded with the mesh;
 * the namespace must not forbid injection.
 *
 * Source: Istio "Installing Gateways", injection template `gateway`.
 */
export class IngressGateway extends Construct {
  /** The namespace of its pods. @default - the namespace that is current when the manifests are applied */
  readonly namespace?: string;
  /** The ServiceAccount of its pods, which is the identity of every request it forwards. */
  readonly serviceAccountName: string;
  /** Labels of its pods: the `selector` of the gateways it is to serve. */
  readonly labels: { readonly istio: string };
  /** Ports that its pods listen on. */
  readonly httpPorts: readonly number[];

  /**
   * @param id also the name of its objects, and the label `istio`
   * @throws ConstructError `NameForm`, `PortRange`, `NoPorts`, `CountRange`, `ReplicaRange`, `NoHosts`, `HostForm`
   */
  constructor(scope: Construct, id: string, props: IngressGatewayProps = {}) {
    super(scope, ownId(scope, id, 'IngressGateway'));
    onlyKnown('IngressGatewayProps', props, this);
    this.namespace = Chart.of(this).namespace;
    this.serviceAccountName = id;
    this.labels = { istio: id };
    this.httpPorts = (props.ports ?? [80, 443]).map(podPort);
    within(this, () => {
      dnsLabel(id, 'the name of an ingress gateway');
      this.makeAccount();
      this.makeService(props);
      this.makeDeployment(props);
      this.makeScaling(props);
      this.makeNetworkPolicy();
    });
  }

  private get metadata() {
    return { name: this.node.id, labels: this.labels };
  }

  private makeAccount(): void {
    const { metadata } = this;
    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata });
    new k8s.KubeRole(this, 'Role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    });
    new k8s.KubeRoleBinding(this, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: this.serviceAccountName, namespace: this.namespace }],
    });
  }

  private makeService({ ports = [80, 443], hosts, annotations, type = 'LoadBalancer' }: IngressGatewayProps): void {
    if (ports.length === 0) throw new ConstructError('NoPorts', 'the list of ports is empty', { fix: 'ports: [80, 443]' });
    const dns = hosts && { 'external-dns.alpha.kubernetes.io/hostname': hostNames(hosts).join(',') };
    new k8s.KubeService(this, 'Service', {
      metadata: { ...this.metadata, annotations: dns || annotations ? { ...annotations, ...dns } : undefined },
      spec: {
        type,
        selector: this.labels,
        ports: [servicePort(proxyPorts.status, 'status-port'), ...ports.map((port) => servicePort(portNumber(port), `port-${port}`))],
      },
    });
  }

  private makeDeployment({ resources, revision }: IngressGatewayProps): void {
    const injected: Record<string, string> =
      revision === undefined ? { 'sidecar.istio.io/inject': 'true' } : { 'istio.io/rev': dnsLabel(revision, 'the name of a revision') };
    new k8s.KubeDeployment(this, 'Deployment', {
      metadata: { ...this.metadata, annotations: { ...silenced } },
      spec: {
        selector: { matchLabels: this.labels },
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
        },
        template: {
          metadata: {
            labels: { ...this.labels, ...injected },
            annotations: { 'inject.istio.io/templates': 'gateway' },
          },
          spec: {
            serviceAccountName: this.serviceAccountName,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [proxyContainer([proxyPorts.status, ...this.httpPorts], resources)],
            topologySpreadConstraints: [this.spread('kubernetes.io/hostname'), this.spread('topology.kubernetes.io/zone')],
          },
        },
      },
    });
  }

  private makeScaling({ replicas: { min, max } = { min: 2, max: 5 }, cpu = 80 }: IngressGatewayProps): void {
    count(min, 'replicas.min');
    count(max, 'replicas.max');
    count(cpu, 'cpu');
    if (min < 1 || max < min) {
      throw new ConstructError('ReplicaRange', `replicas go from at least 1 up, got \`${min}\` to \`${max}\``, {
        fix: 'replicas: { min: 2, max: 5 }',
      });
    }
    const { metadata } = this;
    new k8s.KubeHorizontalPodAutoscalerV2(this, 'HorizontalPodAutoscaler', {
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
        minReplicas: min,
        maxReplicas: max,
        metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpu } } }],
      },
    });
    new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata,
      spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: this.labels } },
    });
  }

  /** Nothing but its servers, its health and its metrics is reached from anywhere; where it leads is for routes to say. */
  private makeNetworkPolicy(): void {
    const open = [...this.httpPorts, proxyPorts.status, proxyPorts.agent, proxyPorts.metrics];
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: this.metadata,
      spec: {
        podSelector: { matchLabels: this.labels },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: open.map((port) => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) })) }],
        egress: [{}],
      },
    });
  }

  private spread(topologyKey: string) {
    return { topologyKey, maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: this.labels } };
  }
}

/** Without a privilege nobody listens below 1024. */
function podPort(port: number): number {
  return port < 1024 ? port + 8000 : port;
}

function servicePort(port: number, name: string) {
  return { name, port, targetPort: k8s.IntOrString.fromNumber(podPort(port)), protocol: 'TCP' };
}
