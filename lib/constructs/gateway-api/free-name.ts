/** A name, or the name with the first free number; it is taken from then on. */
export function freeName(base: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(name)) return taken.add(name) && name;
  }
}
