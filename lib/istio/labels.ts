export type Labels = Readonly<Record<string, string>>;

/** Does an object with `labels` carry every label of `selector`? An empty selector fits everything. */
export function fits(selector: Labels, labels: Labels): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}
