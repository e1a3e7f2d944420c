/** Is it a mapping: neither a scalar, nor null, nor a list? */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
