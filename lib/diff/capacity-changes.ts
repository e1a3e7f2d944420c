import { formatPath } from '../check/finding';
import type { FieldPath } from '../manifest/manifest';
import { isMapping } from '../manifest/mapping';
import { isQuantity, quantityOf } from '../validation/values/quantity';
import type { FactChange } from './change';
import type { FieldChange, ObjectChange } from './object-changes';

/** Fields that say how much of a workload there is, wherever the pod template stands. */
const fields: readonly RegExp[] = [
  /^spec\.replicas$/,
  /\.resources\.(limits|requests)(\.|$)/,
  /^spec\.(minReplicas|maxReplicas|metrics)(\.|\[|$)/,
  /^spec\.(minAvailable|maxUnavailable)$/,
  /trafficPolicy\..*(connectionPool|outlierDetection)/,
];
const kinds: ReadonlySet<string> = new Set(['HorizontalPodAutoscaler', 'PodDisruptionBudget']);

/** Replicas, limits, autoscalers, budgets and connection pools that differ. */
export function capacityChanges(changes: readonly ObjectChange[]): FactChange[] {
  return changes.flatMap((change) => [...ofFields(change), ...ofObject(change)]);
}

function ofFields(change: ObjectChange): FactChange[] {
  const { kind, name } = change;
  return changedFields(change).flatMap((field) => {
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

/** A DestinationRule that comes or goes brings or takes its limits. */
function changedFields({ kind, fields: changed, old, new: next }: ObjectChange): FieldChange[] {
  const isWhole = kind === 'DestinationRule' && !(old && next);
  return (isWhole ? [{ path: ['spec'], old: old?.object.spec, new: next?.object.spec }] : changed).flatMap(leavesOf);
}

/** A field that one side alone has, or that is a mapping on one side alone, as the values below it. */
function leavesOf(field: FieldChange): FieldChange[] {
  const { path, old, new: next } = field;
  const [before, after] = [entriesOf(old), entriesOf(next)];
  if (!before || !after) return [field];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => leavesOf({ path: [...path, name], old: before[name], new: after[name] }));
}

/** What is not there has no entries; a value that is no mapping is not divided. */
function entriesOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined) return {};
  return isMapping(value) ? value : undefined;
}

/** An autoscaler or budget that comes or goes. */
function ofObject({ kind, name, old, new: next }: ObjectChange): FactChange[] {
  if (!kinds.has(kind) || (old && next)) return [];
  const fact = { section: 'capacity' as const, what: `${kind} ${name}`, old: old ? 'there' : 'none', new: next ? 'there' : 'none' };
  return [old ? { ...fact, effect: 'loses-capacity' as const } : fact];
}

/** Limits of connection pools, which are without bounds where nothing is written. */
const limits: ReadonlySet<unknown> = new Set(['maxConnections', 'http1MaxPendingRequests', 'http2MaxRequests', 'maxRetries']);

function isLess({ path, old, new: next }: FieldChange): boolean {
  if (path.includes('outlierDetection')) return false;
  if (path.includes('connectionPool')) {
    if (!limits.has(path.at(-1))) return false;
    if (old === undefined) return true;
  }
  const [before, after] = [amountOf(old), amountOf(next)];
  if (before?.unit !== after?.unit || before === undefined || after === undefined) return false;
  return path.at(-1) === 'maxUnavailable' ? after.amount > before.amount : after.amount < before.amount;
}

interface Amount {
  readonly amount: number;
  /** A share of the pods is no number of pods: which is less is not known. */
  readonly unit: '%' | '';
}

function amountOf(value: unknown): Amount | undefined {
  if (typeof value === 'number') return { amount: value, unit: '' };
  if (typeof value !== 'string') return undefined;
  if (/^\d+%$/.test(value)) return { amount: Number.parseInt(value, 10), unit: '%' };
  return isQuantity(value) ? { amount: quantityOf(value), unit: '' } : undefined;
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
