import { isIP } from 'node:net';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { isAddress } from '../../istio/hosts';
import type { Callee } from '../call';
import { Caller } from '../caller';
import { EgressService } from '../egress/egress-service';
import { ExternalService } from '../external-service';
import { namespaceOfHost } from '../host';
import type { Edges } from './edges';
import { type Identity, namespaceOf } from './identity';

interface NetworkPolicyInput {
  readonly microservice: Caller;
  readonly edges: Edges;
  readonly prometheus: { readonly namespace: string; readonly serviceAccountName?: string };
  readonly alwaysKnown: readonly string[];
  readonly isOpen: boolean;
}

/** Ports of Istio's agent and proxy beside the program. Source: Istio "Application Requirements", ports used by Istio. */
const ports = { agent: 15020, status: 15021, proxyMetrics: 15090, istiod: 15012, dns: 53 } as const;

/** Who may open a connection to the pods of a microservice, and to whom they may: the same edges, below the mesh. */
export function makeNetworkPolicy(
  scope: Construct,
  metadata: { readonly name: string; readonly namespace: string; readonly annotations?: Record<string, string> },
  input: NetworkPolicyInput,
): void {
  new k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', {
    metadata,
    spec: {
      podSelector: { matchLabels: { ...input.microservice.labels } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: input.isOpen ? [{}] : ingress(input),
      egress: input.isOpen ? [{}] : egress(input),
    },
  });
}

function ingress({ microservice, edges, prometheus }: NetworkPolicyInput): k8s.NetworkPolicyIngressRule[] {
  const callers = unique(edges.into(microservice).map(({ from }) => podsOf(from)));
  const scraped = [ports.agent, ports.proxyMetrics, ...(prometheus.serviceAccountName === undefined ? [] : microservice.podPorts)];
  return [
    ...(callers.length > 0 ? [{ from: callers, ports: tcp(...microservice.podPorts) }] : []),
    { from: [inNamespace(prometheus.namespace)], ports: tcp(...scraped) },
    // The kubelet asks through the agent, from an address of its node that no selector can name.
    { ports: tcp(ports.agent, ports.status) },
  ];
}

function egress({ microservice, edges, alwaysKnown }: NetworkPolicyInput): k8s.NetworkPolicyEgressRule[] {
  return [
    {
      to: [inNamespace('kube-system')],
      ports: [
        { protocol: 'TCP', port: k8s.IntOrString.fromNumber(ports.dns) },
        { protocol: 'UDP', port: k8s.IntOrString.fromNumber(ports.dns) },
      ],
    },
    { to: [{ ...inNamespace('istio-system'), podSelector: { matchLabels: { app: 'istiod' } } }], ports: tcp(ports.istiod) },
    ...alwaysKnown.flatMap(toNamespace),
    ...unique(
      edges
        .outOf(microservice)
        .filter((callee) => !(callee instanceof EgressService))
        .map(toCallee),
    ),
  ];
}

/** Add-ons, such as what takes traces; `.`, `~` and `*` are no namespace. */
function toNamespace(known: string): k8s.NetworkPolicyEgressRule[] {
  const [namespace = ''] = known.split('/');
  return /^[a-z0-9]/.test(namespace) ? [{ to: [inNamespace(namespace)] }] : [];
}

function toCallee(callee: Callee): k8s.NetworkPolicyEgressRule {
  if (callee instanceof Caller) return { to: [podsOf(callee)], ports: tcp(...callee.podPorts) };
  if (callee instanceof ExternalService) return outside(callee);
  // Of a service deployed elsewhere the Service is known, but neither the labels nor the port of its pods.
  return { to: [inNamespace(namespaceOfHost(callee.host) ?? '')] };
}

/** Names are beyond a NetworkPolicy: where no addresses are given, the ports alone are said. */
function outside({ ports: all, endpoints }: ExternalService): k8s.NetworkPolicyEgressRule {
  const areAddresses = endpoints.length > 0 && endpoints.every((endpoint) => isAddress(endpoint));
  const blocks = endpoints.map((address) => ({ ipBlock: { cidr: `${address}/${isIP(address) === 6 ? 128 : 32}` } }));
  return { to: areAddresses ? blocks : undefined, ports: areAddresses ? undefined : tcp(...all.map(({ number }) => number)) };
}

function podsOf(identity: Identity): k8s.NetworkPolicyPeer {
  return { ...inNamespace(namespaceOf(identity)), podSelector: { matchLabels: { ...identity.labels } } };
}

/** Kubernetes itself puts this label on every namespace. */
function inNamespace(namespace: string): k8s.NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
}

/** None at all stands for every port. */
function tcp(...numbers: readonly number[]): k8s.NetworkPolicyPort[] | undefined {
  if (numbers.length === 0) return undefined;
  return numbers.map((number) => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(number) }));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
