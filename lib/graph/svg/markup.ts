import { visible } from '../../visible';

/** Text in markup, whatever it holds: control characters, which XML has no form for, are shown as escapes. */
export function escaped(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .join('\n')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** A number as short as it can be written. */
export function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}
