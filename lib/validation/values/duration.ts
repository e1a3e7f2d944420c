/** Nanoseconds of each unit that Go's `time.ParseDuration` knows. */
const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const largest = 2n ** 63n - 1n;

/** One millisecond, the least that Istio takes nearly everywhere, in nanoseconds. */
export const millisecond = 1_000_000n;

/**
 * Nanoseconds of a duration as Go writes it: `1h30m`, `-1.5s`, `.5s`, `0`.
 *
 * @returns undefined when Go would refuse it: no unit, an unknown unit, or more than 292 years
 */
export function parseDuration(text: string): bigint | undefined {
  const unsigned = /^[-+]/.test(text) ? text.slice(1) : text;
  if (unsigned === '0') return 0n;
  if (unsigned === '' || unsigned.length > 200 || !/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/u.test(unsigned)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of unsigned.matchAll(/(\d*)\.?(\d*)([a-zµμ]+)/gu)) {
    const scale = units[unit] ?? 0n;
    total += BigInt(whole || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  if (text.startsWith('-')) return total > largest + 1n ? undefined : -total;
  return total > largest ? undefined : total;
}
