import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { count } from '../count';
import { labels as checkedLabels } from '../label';
import type { Metadata } from '../metadata';
import { dnsLabel } from '../name';
import type { Probes } from '../probes';
import { within } from '../within';
import { type Autoscaling, renderAutoscaling } from './autoscaling';
import { ownedByController } from './owned';
import { renderPod, resourcesOf } from './pod';
import type { ReplicaProps } from './pod-props';
import type { Port } from './ports';
import { renderProxy } from './proxy';
import { strategicMerge } from './strategic-merge';
import { renderClaims } from './volumes';

/** What keeps pods running. */
export type ControllerKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

/** One version of a microservice, as pods. */
export interface ControllerProps extends Omit<ReplicaProps, 'probes' | 'deploymentName'> {
  readonly kind: ControllerKind;
  readonly name: string;
  /** Labels of the pods, and of the objects beside them. */
  readonly labels: { readonly app: string; readonly version: string };
  readonly image: string;
  /** Labels and annotations of the objects. */
  readonly metadata: Omit<Metadata, 'name'>;
  readonly ports: readonly Port[];
  readonly serviceAccountName: string;
  readonly probes: Probes;
  /** The Service that gives each pod of a StatefulSet its name. */
  readonly governingService?: string;
}

/**
 * Pods that meet the Pod Security Standard `restricted`, and that are replaced without losing a request: a new pod is ready before
 * an old one goes, and an old one serves on while callers still know its address.
 *
 * The pause before the stop is Kubernetes' own `preStop.sleep` (on by default since 1.30), which needs no shell in the
 * image. The sidecar outlasts the application where Istio runs it natively, as it does by default on Kubernetes 1.33 and later.
 *
 * Plain `ApiObject`s, typed by Kubernetes' own schema: the classes of cdk8s-plus-27 would drop newer fields.
 */
export class Controller extends Construct {
  /** @throws ConstructError `NameTooLong`, `CountRange`, `ReplicasAutoscaled`, `DaemonSetReplicas`, `SelectorLabel`, and those of the pod */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ControllerProps,
  ) {
    super(scope, id);
    within(this, () => {
      const { name, kind } = props;
      dnsLabel(name, `the name of a ${kind.toLowerCase()}`);
      count(props.replicas, 'replicas');
      this.checkReplicas();
      this.makeController();
      this.makeScaling();
      this.makeBudget();
    });
  }

  private get metadata() {
    const { name, labels, metadata } = this.props;
    return { name, labels: { ...metadata.labels, ...labels }, annotations: metadata.annotations };
  }

  /** Fewest pods there are; undefined where the nodes, or somebody else, decide it. */
  private get fewest(): number | undefined {
    const { kind, autoscaling, replicas = 2 } = this.props;
    if (kind === 'DaemonSet' || autoscaling === 'elsewhere') return undefined;
    return autoscaling ? (autoscaling.min ?? 2) : replicas;
  }

  private checkReplicas(): void {
    const { kind, replicas, autoscaling } = this.props;
    if (replicas !== undefined && autoscaling !== undefined) {
      throw new ConstructError('ReplicasAutoscaled', `\`replicas: ${replicas}\` stands beside \`autoscaling\``, {
        why: 'each apply would set the number of pods back to it',
        fix: `leave \`replicas\` out, or say autoscaling: { min: ${replicas}, … }`,
      });
    }
    if (kind === 'DaemonSet' && (replicas !== undefined || autoscaling !== undefined)) {
      throw new ConstructError('DaemonSetReplicas', 'a DaemonSet has one pod a node, however many are asked for', {
        fix: `leave \`${replicas === undefined ? 'autoscaling' : 'replicas'}\` out`,
      });
    }
  }

  private makeController(): void {
    const { kind, labels, podMetadata = {}, proxy = {}, controller } = this.props;
    const tuned = renderProxy(proxy);
    const podLabels = { ...ownLabels(labels, podMetadata.labels), ...tuned.labels };
    const annotations = { ...podMetadata.annotations, ...tuned.annotations };
    const spec = {
      ...this.updates(),
      selector: { matchLabels: this.selector(podLabels) },
      template: {
        metadata: { labels: podLabels, annotations: Object.keys(annotations).length > 0 ? annotations : undefined },
        spec: renderPod({ ...this.props, container: labels.app, spreadBy: (this.fewest ?? 1) > 1 ? labels : undefined }),
      },
    };
    new ApiObject(this, 'Default', {
      apiVersion: 'apps/v1',
      kind,
      metadata: this.metadata,
      spec: controller
        ? strategicMerge(spec, { ...controller }, { type: `${kind}Spec`, path: 'controller', owned: ownedByController })
        : spec,
    });
  }

  /** How many pods there are and how one takes the place of another, in the words of the kind. */
  private updates(): Record<string, unknown> {
    const { kind, autoscaling, replicas = 2, governingService, volumeClaims } = this.props;
    const rolling = { maxSurge: 1, maxUnavailable: 0 };
    if (kind === 'DaemonSet') return { updateStrategy: { type: 'RollingUpdate', rollingUpdate: rolling } };
    const number = { replicas: autoscaling ? undefined : replicas };
    if (kind === 'Deployment') return { ...number, strategy: { type: 'RollingUpdate', rollingUpdate: rolling } };
    const volumeClaimTemplates = volumeClaims && renderClaims(volumeClaims);
    return { ...number, serviceName: governingService, volumeClaimTemplates, updateStrategy: { type: 'RollingUpdate' } };
  }

  /** @throws ConstructError `SelectorLabel` for a label that the pods do not have */
  private selector(podLabels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const { selector = this.props.labels } = this.props;
    const odd = Object.entries(selector).find(([key, value]) => podLabels[key] !== value);
    if (odd === undefined && Object.keys(selector).length > 0) return selector;
    throw new ConstructError('SelectorLabel', odd ? `the pods have no label \`${odd[0]}: ${odd[1]}\`` : 'the selector is empty', {
      why: 'the API server rejects a selector that does not fit the pods',
      fix: odd && `podMetadata: { labels: { '${odd[0]}': '${odd[1]}' } }`,
    });
  }

  private makeScaling(): void {
    const { autoscaling, kind, name } = this.props;
    if (autoscaling === undefined || autoscaling === 'elsewhere') return;
    const spec = renderAutoscaling(autoscaling satisfies Autoscaling, { kind, name, resources: resourcesOf(this.props.resources) });
    new ApiObject(this, 'HorizontalPodAutoscaler', {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: this.metadata,
      spec,
    });
  }

  private makeBudget(): void {
    if ((this.fewest ?? 1) < 2) return;
    new ApiObject(this, 'PodDisruptionBudget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: this.metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: this.props.labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
  }
}

/** @throws ConstructError `OwnedLabel` where a label of the user's would change what the Service and its subsets select */
function ownLabels(own: ControllerProps['labels'], given: Readonly<Record<string, string>> = {}): Record<string, string> {
  const odd = Object.entries(own).find(([key, value]) => given[key] !== undefined && given[key] !== value);
  if (odd === undefined) return { ...checkedLabels(given), ...own };
  throw new ConstructError('OwnedLabel', `the label \`${odd[0]}\` of the pods is \`${odd[1]}\`, got \`${given[odd[0]]}\``, {
    why: 'the Service and its subsets find the pods by it',
    fix: odd[0] === 'app' ? `app: '${given.app}'` : `versions: { '${given.version}': {} }`,
  });
}
