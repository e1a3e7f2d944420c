/*
 * Names, values and file names come from whoever wrote the manifests. A terminal obeys control characters in them, and a CI system obeys lines
 * that begin with `::`, so whatever is quoted in a text for people goes through `visible`, and all output once more through `harmless`.
 */

/** Controls, line and paragraph separators, what turns the direction of text or is not seen, and halves of characters. */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** The text on one line, what a terminal would obey as an escape that JSON reads back: `\u001b`, `\n`. */
export function visible(text: string): string {
  return text.replace(controls, (character) => short.get(character) ?? escaped(character));
}

/** What follows ESC in a colour. */
const colour = /\[[0-9;]*m/y;
/** How a line of progress is overwritten. */
const overwrite = '\r\u001b[2K';

/** Output as it may leave: its own line breaks and colours stay, every other control character is shown. */
export function harmless(text: string): string {
  return text.replace(controls, (character, at: number) => {
    if (character === '\n' || character === '\t') return character;
    if (text.startsWith(overwrite, character === '\r' ? at : at - 1)) return character;
    colour.lastIndex = at + 1;
    return character === '\u001b' && colour.test(text) ? character : escaped(character);
  });
}

/** A long text cut in its middle, with how much is left out. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2);
  return `${text.slice(0, half)}… (${text.length - 2 * half} characters) …${text.slice(text.length - half)}`;
}
