/** A value computed when first asked for, and kept: `private readonly graph = lazy(() => …)`, read as `this.graph()`. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
