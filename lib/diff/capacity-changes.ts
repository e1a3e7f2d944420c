import { formatPath } from '../check/finding';
import type { FieldPath } from '../manifest/manifest';
import type { FactChange } from './change';
import type { FieldChange, ObjectChange } from './object-changes';

/** Fields that say how much of a workload there is, wherever the pod template stands. */
const fields: readonly RegExp[] = [
  /^spec\.replicas$/,
  /\.resources\.(limits|requests)(\.|$)/,
  /^spec\.(minReplicas|maxReplicas|metrics)(\.|\[|$)/,
  /^spec\.(minAvailable|maxUnavailable)$/,
  /^spec\.trafficPolicy\..*(connectionPool|outlierDetection)/,
];
const kinds: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'PodDisruptionBudget']);

/** Replicas, limits, autoscalers, budgets and connection pools that differ. */
export function capacityChanges(changes: readonly ObjectChange[]): FactChange[] {
  return changes.flatMap((change) => [...ofFields(change), ...ofObject(change)]);
}

function ofFields({ kind, name, fields: changed }: ObjectChange): FactChange[] {
  return changed.flatMap((field) => {
    const path = formatPath(field.path);
    if (!fields.some((pattern) => pattern.test(path))) return [];
    return [
      {
        section: 'capacity' as const,
        ...(isLess(field) ? { effect: 'loses-capacity' as const } : {}),
        what: `${kind} ${name} ${shortPath(field.path)}`,
        old: valueText(field.old),
        new: valueText(field.new),
      },
    ];
  });
}

/** An autoscaler or budget that comes or goes. */
function ofObject({ kind, name, old, new: next }: ObjectChange): FactChange[] {
  if (!kinds.has(kind) || (old && next)) return [];
  const fact = { section: 'capacity' as const, what: `${kind} ${name}`, old: old ? 'there' : 'none', new: next ? 'there' : 'none' };
  return [old ? { ...fact, effect: 'loses-capacity' as const } : fact];
}

function isLess({ path, old, new: next }: FieldChange): boolean {
  const [before, after] = [quantity(old), quantity(next)];
  if (before === undefined || after === undefined) return false;
  return path.at(-1) === 'maxUnavailable' ? after > before : after < before;
}

const units: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  '%': 1,
  '': 1,
};

function quantity(value: unknown): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-zA-Z%]*)$/.exec(String(value)) ?? [];
  const factor = units[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** Without the way to the container: `web resources.limits.cpu` of `spec.template.spec.containers[0].resources.limits.cpu`. */
function shortPath(path: FieldPath): string {
  const at = path.indexOf('resources');
  return formatPath(at < 0 ? path.slice(1) : path.slice(at));
}

function valueText(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
