import type {
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerSpec,
  MetricSpec,
  ResourceRequirements,
} from '../../../imports/kubernetes';
import { ConstructError } from '../../errors';
import { count } from '../count';

/** How many pods there are, by how busy they are. Source: Kubernetes `HorizontalPodAutoscaler`. */
export interface Autoscaling {
  /** Fewest pods. @default 2 */
  readonly min?: number;
  /** Most pods. */
  readonly max: number;
  /** Share of the requested CPU, in percent, above which pods are added. @default 80, unless there is another measure */
  readonly cpu?: number;
  /** Share of the requested memory, in percent, above which pods are added. @default - memory is not looked at */
  readonly memory?: number;
  /** Other measures, for example requests a second of the pods. @default - none */
  readonly metrics?: readonly MetricSpec[];
  /** How fast pods are added and taken away. @default - Kubernetes' own */
  readonly behavior?: HorizontalPodAutoscalerBehavior;
}

/** The autoscaler of one workload. @throws ConstructError `ReplicaRange`, `CountRange`, `AutoscalingRequests` */
export function renderAutoscaling(
  { min = 2, max, cpu, memory, metrics = [], behavior }: Autoscaling,
  target: { readonly kind: string; readonly name: string; readonly resources: ResourceRequirements },
): HorizontalPodAutoscalerSpec {
  count(min, 'autoscaling.min');
  count(max, 'autoscaling.max');
  if (min < 1 || max < min) {
    throw new ConstructError('ReplicaRange', `replicas go from at least 1 up, got \`${min}\` to \`${max}\``, {
      fix: 'autoscaling: { min: 2, max: 5 }',
    });
  }
  const share = cpu ?? (memory === undefined && metrics.length === 0 ? 80 : undefined);
  const measured = [measure('cpu', share, target.resources), measure('memory', memory, target.resources), metrics].flat();
  const { kind, name } = target;
  return { scaleTargetRef: { apiVersion: 'apps/v1', kind, name }, minReplicas: min, maxReplicas: max, metrics: measured, behavior };
}

function measure(name: 'cpu' | 'memory', share: number | undefined, { requests }: ResourceRequirements): MetricSpec[] {
  if (share === undefined) return [];
  count(share, `autoscaling.${name}`);
  if (requests?.[name] === undefined) {
    throw new ConstructError('AutoscalingRequests', `pods are added by their use of ${name}, and they request none`, {
      why: 'the share is one of what is requested, so the autoscaler would never know it',
      fix: `resources: { requests: { ${name}: '${name === 'cpu' ? '100m' : '128Mi'}' } }`,
    });
  }
  return [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization: share } } }];
}
