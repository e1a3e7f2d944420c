import { redirectCodes } from '../rule/redirect';
import type { Outcome } from './outcome';

/** What a real proxy was seen to do with a request. */
export interface SeenOutcome {
  readonly status?: number;
  /** Set instead of `status` when the connection was refused or closed. */
  readonly error?: string;
  /** The pod that answered, if one did; `service` is null where its cluster is no Kubernetes Service. */
  readonly backend?: {
    readonly namespace: string;
    readonly service: string | null;
    readonly podLabels: Readonly<Record<string, string>>;
  } | null;
  readonly upstreamPath?: string;
  readonly upstreamHost?: string;
  readonly location?: string;
}

/** The fields in which a prediction differs from what was seen; none when it was right. */
export function outcomeDifferences(predicted: Outcome, seen: SeenOutcome): string[] {
  if (String(predicted.status) !== String(seen.error ? 'error' : seen.status)) return ['status'];
  if (seen.error) return [];
  const location = redirectCodes.includes(seen.status ?? 0) ? seen.location : undefined;
  const wrong = predicted.location === location ? [] : ['location'];
  return [...wrong, ...backendDifferences(predicted, seen)];
}

function backendDifferences(predicted: Outcome, { status = 0, backend, upstreamPath, upstreamHost }: SeenOutcome): string[] {
  if (!backend) return predicted.backendService && status < 500 ? ['backend'] : [];
  const wrong: string[] = [];
  if (backend.service && predicted.backendService !== `${backend.service}.${backend.namespace}`) wrong.push('backend');
  if (Object.entries(predicted.podLabels ?? {}).some(([key, value]) => backend.podLabels[key] !== value)) wrong.push('pod');
  if (predicted.upstreamPath !== upstreamPath) wrong.push('path');
  if (predicted.upstreamHost !== upstreamHost) wrong.push('host');
  return wrong;
}
