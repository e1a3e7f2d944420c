/*
 * Widths of text without a browser. The same on every machine, so that the picture is; a little wide, so that no font runs over.
 */

const narrow = new Set("iljtfrI.,:;'`|!()[]/ -");
const wide = new Set('mwMW@%&#');

/** About the width of a text in pixels. @param size of the font in pixels */
export function textWidth(text: string, size: number, isBold = false): number {
  let em = 0;
  for (const character of text) em += emOf(character);
  return Math.ceil(em * size * (isBold ? 1.13 : 1.02));
}

/** Of DejaVu Sans, the widest of the usual fonts. */
function emOf(character: string): number {
  if (narrow.has(character)) return 0.38;
  if (wide.has(character)) return 0.92;
  if (character >= 'A' && character <= 'Z') return 0.71;
  if (character > '\u2e80') return 1;
  return 0.615;
}

/** The text in lines of at most so many characters and about the same length, broken at spaces, else behind `.`, `/`, `-` and the like, else anywhere. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  for (let left = Math.ceil(text.length / most); rest.length > most || (left > 1 && rest.length > 0); left--) {
    const at = breakIn(rest, Math.min(most, Math.ceil(rest.length / Math.max(left, 1)) + 3));
    lines.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
    if (left <= 1 && rest.length <= most) break;
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

function breakIn(text: string, most: number): number {
  if (text.length <= most) return text.length;
  const space = text.lastIndexOf(' ', most);
  if (space > most / 2) return space;
  for (let at = most; at > most / 2; at--) if (/[./:,_-]/.test(text[at - 1] ?? '')) return at;
  return most;
}
