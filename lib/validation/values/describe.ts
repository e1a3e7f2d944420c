/** A value in a message: the user's own text where it is short, its kind where it is not. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return '`null`';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `the string ${quote(value)}` : quote(String(value));
}

/** A text in backticks, cut where it would fill the screen, between two characters. */
export function quote(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 77).replace(/[\uD800-\uDBFF]$/, '')}...` : text;
  return `\`${short}\``;
}
