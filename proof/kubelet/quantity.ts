const units: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number that a Kubernetes quantity stands for: `250m` is 0.25, `64Mi` is 67108864. @throws RangeError for what is none */
export function parseQuantity(text: string): number {
  const [, number, unit = ''] = /^([0-9.]+(?:e[+-]?\d+)?)([a-zA-Z]*)$/.exec(text) ?? [];
  const factor = units[unit];
  if (number === undefined || factor === undefined) throw new RangeError(`\`${text}\` is not a quantity`);
  return Number(number) * factor;
}
