import type { Decision } from '../../lib/route/answer/decision';

/**
 * What the suite's backends do of their own: they wait, or fail a few times, as the query of a request asks. The status that the
 * client then gets follows from the timeout and the retries of the rule that forwards it.
 */
export function statusBehind({ route, path }: Decision): number {
  const query = new URLSearchParams((path ?? '').split('?')[1] ?? '');
  const spec = route?.rule.spec;
  const { retryOn = '', attempts = 0 } = (spec?.retries ?? {}) as { readonly retryOn?: string; readonly attempts?: number };
  const delay = millis(query.get('delay') ?? '');
  const limit = millis(spec?.timeout ?? '');
  if (delay > 0 && limit > 0 && delay > limit) return 504;
  const fails = Number(query.get('succeedAfter') ?? 0);
  const code = query.get('responseCode');
  if (fails === 0 || code === null) return 200;
  return retryOn.split(',').includes(code) && attempts >= fails ? 200 : Number(code);
}

/** Durations as Go writes them. */
function millis(text: string): number {
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
  return [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (sum, [, value, unit]) => sum + Number(value) * units[unit as keyof typeof units],
    0,
  );
}
