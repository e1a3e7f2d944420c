/*
 * Classes of characters by their UTF-16 code. A text to scan ends with U+0000, which stands in no YAML: reading one character too far is
 * harmless, and the end needs no test of its own.
 */

export const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;
export const SPACE = 32;
export const END = 0;

export const code = (character: string): number => character.charCodeAt(0);

/** YAML 1.1 counts NEL, LS and PS among the line breaks. */
export function isBreak(at: number): boolean {
  return at === LINE_FEED || at === CARRIAGE_RETURN || at === 0x85 || at === 0x2028 || at === 0x2029;
}

export function isBlank(at: number): boolean {
  return at === SPACE || at === TAB;
}

export function isBreakOrEnd(at: number): boolean {
  return at === LINE_FEED || at === END || at === CARRIAGE_RETURN || at === 0x85 || at === 0x2028 || at === 0x2029;
}

export function isBlankOrEnd(at: number): boolean {
  return at === SPACE || at === TAB || isBreakOrEnd(at);
}

export function isDigit(at: number): boolean {
  return at >= 48 && at <= 57;
}

/** What names of anchors and handles of tags consist of. */
export function isWord(at: number): boolean {
  return isDigit(at) || (at >= 97 && at <= 122) || (at >= 65 && at <= 90) || at === 95 || at === 45;
}

/** How many characters a line break takes. kubectl drops one carriage return before a line feed itself, hence `\r\r\n`. */
export function breakLength(text: string, at: number): number {
  if (text.charCodeAt(at) !== CARRIAGE_RETURN) return 1;
  const next = text.charCodeAt(at + 1);
  if (next === LINE_FEED) return 2;
  return next === CARRIAGE_RETURN && text.charCodeAt(at + 2) === LINE_FEED ? 3 : 1;
}

/** A line break as it counts in a value: LS and PS stay, the others become a line feed. */
export function breakText(text: string, at: number): string {
  const first = text.charCodeAt(at);
  return first === 0x2028 || first === 0x2029 ? text.charAt(at) : '\n';
}
