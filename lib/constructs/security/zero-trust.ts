import { k8s } from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import type { SidecarSpec } from '../../../imports/networking.istio.io';
import {
  AuthorizationPolicySpecAction as Action,
  AuthorizationPolicy,
  PeerAuthentication,
  type PeerAuthenticationSpec,
  PeerAuthenticationSpecPortLevelMtlsMode as PortMode,
  PeerAuthenticationSpecMtlsMode as TlsMode,
} from '../../../imports/security.istio.io';
import { ConstructError } from '../../errors';
import type { Caller } from '../caller';
import type { IngressGateway } from '../edge/ingress-gateway';
import { ownId } from '../metadata';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import type { DeepPartial } from '../workload/deep-partial';
import { renderAuthorization } from './authorization';
import { checkCovered } from './coverage';
import { Edges, installedGateway } from './edges';
import { makeEgressScope } from './egress-scope';
import { annotations, Exceptions, type ZeroTrustException } from './exceptions';
import { type Identity, namespaceOf } from './identity';
import { makeNetworkPolicy } from './network-policy';

/** What zero trust covers, and the exceptions to it. */
export interface ZeroTrustProps {
  /** Whose microservices are secured, by the edges declared there: an app, a chart. @default - the whole app */
  readonly of?: IConstruct;
  /** As whom the pods of gateways call that this app does not make itself. @default - Istio's own ingress gateway */
  readonly ingressGateways?: readonly Identity[];
  /**
   * Who scrapes metrics: its namespace reaches the proxies' ports 15020 and 15090, and a service account given here also
   * `GET /metrics` of the program, as a client with a certificate of the mesh.
   *
   * @default { namespace: 'monitoring' }
   */
  readonly prometheus?: PrometheusIdentity;
  /** Hosts that every sidecar knows whatever its program calls, as in Istio's `Sidecar`. @default ['istio-system/*'] - tracing and other add-ons */
  readonly alwaysKnown?: readonly string[];
  /** Any other field of every Sidecar, for example `inboundConnectionPool`. @default - none */
  readonly sidecar?: DeepPartial<SidecarSpec>;
  /** What is left open, and why. @default - nothing */
  readonly exceptions?: readonly ZeroTrustException[];
}

/** Source: Istio and Prometheus Operator name nothing: it is yours. */
export interface PrometheusIdentity {
  /** The namespace of Prometheus' pods. */
  readonly namespace: string;
  /** The ServiceAccount that it scrapes as, by mutual TLS. @default - scrapes in plain text only */
  readonly serviceAccountName?: string;
}

/**
 * Nobody calls anybody unless a declaration says so. From `calls` and from the routes of gateways, and from nothing else, come
 * for each workload an AuthorizationPolicy that admits its declared callers, a Sidecar that knows only whom it calls, and a
 * NetworkPolicy that says both again below the mesh; and for each namespace a PeerAuthentication that refuses plain text
 * and a policy that denies all the rest. Pods that are declared otherwise are members by `Workload.existing` or `Microservice.fromService`;
 * pods that no member covers stop the synth.
 *
 * Derived when the app is synthesized, so that it may be declared before what it secures.
 */
export class ZeroTrust extends Construct {
  private readonly exceptions: Exceptions;

  /** @throws ConstructError `NoReason`, `ExceptionPorts`, `PortRange`; when synthesized also `NamespaceUnknown`, `GatewayIdentity`, `NothingSecured`, `UncoveredWorkload` */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ZeroTrustProps = {},
  ) {
    super(scope, ownId(scope, id, 'ZeroTrust'));
    onlyKnown('ZeroTrustProps', props, this);
    this.exceptions = within(this, () => new Exceptions(props.exceptions ?? []));
    // Validation is what every synth does first, with the whole tree declared.
    this.node.addValidation({
      validate: () => {
        within(this, () => this.derive());
        return [];
      },
    });
  }

  private derive(): void {
    for (const { node } of this.node.children) this.node.tryRemoveChild(node.id);
    const { of = this.node.root, ingressGateways = [installedGateway] } = this.props;
    const edges = new Edges(of, ingressGateways);
    if (edges.microservices.length === 0) {
      throw new ConstructError('NothingSecured', `there is no microservice in \`${of.node.path || 'the app'}\``, {
        fix: 'of: the app or chart that has them',
      });
    }
    const namespaces = new Set(edges.microservices.map(namespaceOf));
    checkCovered(edges, namespaces);
    for (const namespace of namespaces) {
      this.makeMutualTls(namespace);
      this.makeDenyAll(namespace);
    }
    for (const gateway of edges.ownGateways.filter((each) => namespaces.has(each.namespace ?? ''))) this.openGateway(gateway);
    for (const microservice of edges.microservices) this.secure(microservice, edges);
  }

  private makeMutualTls(namespace: string): void {
    const reason = this.exceptions.reasonFor('mutualTls');
    new PeerAuthentication(this, `mutual-tls.${namespace}`, {
      metadata: { name: 'default', namespace, annotations: annotations(reason) },
      spec: { mtls: { mode: reason === undefined ? TlsMode.STRICT : TlsMode.PERMISSIVE } },
    });
  }

  /** What no policy of a workload admits is refused, pods that are declared otherwise or later included. */
  private makeDenyAll(namespace: string): void {
    const metadata = { name: 'deny-all', namespace };
    const parts = new Construct(this, `deny-all.${namespace}`);
    if (this.exceptions.reasonFor('authorization') === undefined)
      new AuthorizationPolicy(parts, 'AuthorizationPolicy', { metadata, spec: {} });
    if (this.exceptions.reasonFor('networkPolicy') !== undefined) return;
    new k8s.KubeNetworkPolicy(parts, 'NetworkPolicy', { metadata, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
  }

  /** A gateway of the namespace answers whoever its servers are for; where that leads is for the policies of what it routes to. */
  private openGateway({ node, labels, namespace }: IngressGateway): void {
    if (this.exceptions.reasonFor('authorization') !== undefined) return;
    new AuthorizationPolicy(this, `gateway.${node.path.replaceAll('/', '.')}`, {
      metadata: { name: node.id, namespace },
      spec: { selector: { matchLabels: { ...labels } }, action: Action.ALLOW, rules: [{}] },
    });
  }

  private secure(microservice: Caller, edges: Edges): void {
    const { exceptions } = this;
    const { prometheus = { namespace: 'monitoring' }, alwaysKnown = ['istio-system/*'], sidecar } = this.props;
    const parts = new Construct(this, microservice.node.path.replaceAll('/', '.'));
    const reasonFor = (what: ZeroTrustException['what']) => exceptions.reasonFor(what, microservice);
    const metadata = (reason: string | undefined) => ({
      name: microservice.policyName,
      namespace: namespaceOf(microservice),
      annotations: annotations(reason),
    });

    const plainText = exceptions.reasonFor('mutualTls') === undefined ? reasonFor('mutualTls') : undefined;
    if (plainText !== undefined) {
      new PeerAuthentication(parts, 'PeerAuthentication', {
        metadata: metadata(plainText),
        spec: { selector: { matchLabels: { ...microservice.labels } }, ...plainTextAt(exceptions.portsWithoutMutualTls(microservice)) },
      });
    }
    const unchecked = reasonFor('authorization');
    new AuthorizationPolicy(parts, 'AuthorizationPolicy', {
      metadata: metadata(unchecked),
      spec: renderAuthorization({ microservice, edges, prometheus, isOpen: unchecked !== undefined }),
    });
    const unscoped = reasonFor('egressScope');
    makeEgressScope(parts, metadata(unscoped), { microservice, edges, alwaysKnown, isOpen: unscoped !== undefined, spec: sidecar });
    const unfiltered = reasonFor('networkPolicy');
    makeNetworkPolicy(parts, metadata(unfiltered), {
      microservice,
      edges,
      prometheus,
      alwaysKnown,
      isOpen: unfiltered !== undefined,
    });
  }
}

/** Plain text is accepted at these ports of the pods, or at all of them. */
function plainTextAt(ports: readonly number[]): Pick<PeerAuthenticationSpec, 'mtls' | 'portLevelMtls'> {
  if (ports.length === 0) return { mtls: { mode: TlsMode.PERMISSIVE } };
  const open = ports.map((port) => [String(port), { mode: PortMode.PERMISSIVE }] as const);
  return { mtls: { mode: TlsMode.STRICT }, portLevelMtls: Object.fromEntries(open) };
}
