/** A label and what it must be: equal (`=`), or matched by a regular expression as a whole (`=~`). */
export type Matcher = readonly [label: string, operator: '=' | '=~' | '!~', value: string];

/** `metric{label="value",…}` */
export function series(metric: string, matchers: readonly Matcher[]): string {
  return `${metric}{${matchers.map(([label, operator, value]) => `${label}${operator}${JSON.stringify(value)}`).join(',')}}`;
}

/** `sum by (…) (rate(…[window]))` @param by labels to keep apart @default - none */
export function rate(selected: string, window: string, by: readonly string[] = []): string {
  const increase = `(rate(${selected}[${window}]))`;
  return by.length === 0 ? `sum${increase}` : `sum by (${by.join(', ')}) ${increase}`;
}

/** `part`, or 0 where `whole` is there and `part` is not: a counter of failures is exported from the first failure on. */
export function orZero(part: string, whole: string): string {
  return `(${part} or 0 * ${whole})`;
}
