type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether results are coloured when nobody says so by an option: on a terminal that can, unless `NO_COLOR` is set (no-color.org), and
 * anywhere with `FORCE_COLOR` (force-color.org; `0` is no).
 */
export function isColoured({ NO_COLOR: no, FORCE_COLOR: force, TERM: terminal }: Environment, isTerminal: boolean): boolean {
  if (no !== undefined) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTerminal && terminal !== 'dumb';
}
