/**
 * Whether a text is a Kubernetes quantity: `1`, `100m`, `1.5Gi`, `1e3`. Kubernetes takes a lone suffix too, for zero.
 * Source: `apimachinery/pkg/api/resource`.
 */
export function isQuantity(text: string): boolean {
  return text !== '' && /^[+-]?\d*\.?\d*(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/.test(text);
}

const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity stands for, near enough to tell which of two is more. */
export function quantityOf(quantity: string | number): number {
  if (typeof quantity === 'number') return quantity;
  const [, number = '', suffix = ''] = /^(.*?)([KMGTPE]i|[numkMGTPE])?$/.exec(quantity) ?? [];
  return Number(number) * (scales[suffix] ?? 1);
}
