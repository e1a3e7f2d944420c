import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { Caller } from '../caller';
import type { DeclaredObject } from '../declared-elsewhere';
import { type Destination, Endpoint, type Target, type Weights, weighted } from '../destination';
import { DestinationRule } from '../destination-rule';
import { existingService } from '../existing-service';
import { labels as checkedLabels } from '../label';
import { ownId } from '../metadata';
import { known } from '../name';
import { onlyKnown } from '../only-known';
import { portNumber } from '../port';
import type { Protocol } from '../probes';
import { trafficApiOf } from '../traffic-api';
import { within } from '../within';
import { podTemplates, selects } from './pod-templates';

/** What is known of pods that another construct, a Helm chart or somebody else declares. */
export interface ExistingWorkloadProps<V extends string = never> {
  /** Labels that all of its pods have, and nothing else's. */
  readonly labels: Readonly<Record<string, string>>;
  /** The ServiceAccount of its pods: the identity it calls as. @default - that of the pods with these labels in the app, else `default` */
  readonly serviceAccountName?: string;
  /** The namespace of its pods. @default - the chart's */
  readonly namespace?: string;
  /** Name of the Service in front of it. @default - it cannot be called by a name */
  readonly serviceName?: string;
  /** The Service's port. @default - its only one */
  readonly port?: number;
  /** Ports that the pods listen on. @default - `port` */
  readonly podPorts?: readonly number[];
  /** What it speaks on its port. @default 'http' */
  readonly protocol?: Protocol;
  /** Versions, by the pods' label `version`: a DestinationRule makes each a subset. @default - not distinguished */
  readonly versions?: readonly V[];
}

/**
 * Pods that are declared otherwise, as a destination, a caller, and a member of `ZeroTrust`: a cdk8s-plus Deployment, a Helm chart,
 * included YAML, or what already runs in the cluster.
 */
export class Workload<V extends string = never> extends Caller implements Destination {
  /** @throws ConstructError `NoLabels`, `LabelKey`, `LabelValue`, `PortRange`, `IdTaken` */
  static existing<V extends string = never>(scope: Construct, id: string, props: ExistingWorkloadProps<V>): Workload<V> {
    return new Workload(scope, id, onlyKnown('ExistingWorkloadProps', props));
  }

  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly protocol: Protocol;
  /** The port on which callers reach it. */
  readonly port?: number;
  readonly podPorts: readonly number[];
  /** @default - versions are not distinguished */
  readonly versionNames?: readonly V[];
  /** @internal */
  readonly policyName: string;
  /** What the rules may count on, where the app itself does not make it. @internal */
  readonly declares: readonly DeclaredObject[];
  private readonly fullHost?: string;

  private constructor(
    scope: Construct,
    id: string,
    private readonly props: ExistingWorkloadProps<V>,
  ) {
    super(scope, ownId(scope, id, 'Workload'));
    const { labels, serviceName, protocol = 'http', port, podPorts, versions } = props;
    this.namespace = props.namespace ?? Chart.of(this).namespace;
    this.policyName = serviceName ?? id;
    this.protocol = protocol;
    this.port = within(this, () => (port === undefined ? undefined : portNumber(port)));
    this.podPorts = podPorts ?? (port === undefined ? [] : [port]);
    this.versionNames = versions;
    this.labels = within(this, () => someLabels(labels));
    if (serviceName !== undefined)
      this.fullHost = this.namespace === undefined ? serviceName : `${serviceName}.${this.namespace}.svc.cluster.local`;
    const ports = port === undefined ? [] : [port];
    this.declares = this.fullHost === undefined ? [] : [existingService({ host: this.fullHost, protocol, ports, versions: [] })];
    if (versions && this.fullHost !== undefined && trafficApiOf(this) === 'istio')
      new DestinationRule(this, `${serviceName}-destination-rule`, { service: { host: this.fullHost, versionNames: versions } });
  }

  /** @throws ConstructError `NoService` where no Service is known */
  get host(): string {
    if (this.fullHost !== undefined) return this.fullHost;
    throw new ConstructError('NoService', 'nothing is known of a Service in front of these pods', {
      construct: this.node.path,
      why: 'routes and calls ask for a Service',
      fix: "serviceName: 'orders'",
    });
  }

  /** Whether callers can ask for it. @internal */
  get isCallable(): boolean {
    return this.fullHost !== undefined;
  }

  /** As whom the pods call: that of the pods that are declared with these labels, unless it was said. */
  get serviceAccountName(): string {
    const { serviceAccountName } = this.props;
    if (serviceAccountName !== undefined) return serviceAccountName;
    const templates = podTemplates([this.node.root]).filter(
      (each) => each.namespace === this.namespace && selects(this.labels, each.labels),
    );
    return templates[0]?.serviceAccountName ?? 'default';
  }

  get httpPorts(): readonly number[] {
    return this.protocol === 'tcp' ? [] : this.podPorts;
  }

  /** This version alone. @throws ConstructError `UnknownVersion` */
  version(name: V): Destination {
    const versions = Object.fromEntries((this.versionNames ?? []).map((each) => [each, each]));
    within(this, () => known(versions, name, { errorName: 'UnknownVersion', what: 'no version is named' }));
    return new Endpoint({ ...this.target, subset: name }, this.declares);
  }

  /** Requests shared out among the versions by weights that add up to 100. @throws ConstructError `SplitWeights`, `UnknownVersion` */
  split(weights: Weights<V>): Destination {
    return within(this, () => weighted(weights, (name: V) => this.version(name)));
  }

  /** @internal */
  toTargets(): readonly Target[] {
    return [this.target];
  }

  private get target(): Target {
    return { host: this.host, port: this.port };
  }
}

function someLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (Object.keys(labels).length > 0) return checkedLabels(labels);
  throw new ConstructError('NoLabels', 'no label says which pods are meant', {
    why: 'without labels every pod of the namespace would be',
    fix: "labels: { app: 'orders' }",
  });
}
