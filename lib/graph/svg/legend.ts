import { textWidth } from '../layout/measure';
import { num } from './markup';
import { globeAt, signAt } from './signs';

interface Entry {
  /** SVG of 28 by 14 pixels. */
  readonly sign: string;
  readonly text: string;
}

const line = (classes: string) =>
  `<g class="edge ${classes}"><path class="way" d="M0 7H24"/><path class="tip" d="M28 7L20 3.4L20 10.6Z"/></g>`;

const entries: readonly Entry[] = [
  {
    sign: `<g class="node open"><rect class="box" x="2" y="0" width="24" height="14" rx="4"/></g>${globeAt(8, 1)}`,
    text: 'a request from outside comes here',
  },
  { sign: '<g class="node"><rect class="box" x="2" y="0" width="24" height="14" rx="4"/></g>', text: 'inside the mesh only' },
  { sign: line('world'), text: 'from outside' },
  { sign: line('call'), text: 'inside' },
  { sign: line('part'), text: 'some requests' },
  { sign: line('bad'), text: 'refused or failing' },
  { sign: line('unsure'), text: 'undecided' },
  { sign: line('mirror'), text: 'copies, redirects' },
  { sign: signAt('lock', 8, 0), text: 'mutual TLS' },
  { sign: signAt('open lock', 8, 0), text: 'plain text' },
  { sign: signAt('shield', 8, 0), text: 'a policy guards it' },
  { sign: '<g class="finding" transform="translate(14 7)"><circle r="8"/><text y="3.5">1</text></g>', text: 'findings of mesh check' },
];

/** The same as a list, which wraps where the page ends. */
export function legendHtml(): string {
  const items = entries.map(
    ({ sign, text }) => `<li><svg class="mesh" viewBox="-1 -2 30 18" width="30" height="18" aria-hidden="true">${sign}</svg> ${text}</li>`,
  );
  return `<section aria-label="Legend"><ul class="legend">${items.join('')}</ul></section>`;
}

/** What the signs mean, in as many rows as the width asks for. */
export function legendSvg(width: number): { readonly svg: string; readonly height: number } {
  let x = 0;
  let y = 0;
  const placed = entries.map(({ sign, text }) => {
    const own = 40 + textWidth(text, 11) + 18;
    if (x > 0 && x + own > width) {
      x = 0;
      y += 24;
    }
    const svg = `<g transform="translate(${num(x)} ${num(y)})">${sign}<text x="36" y="11">${text}</text></g>`;
    x += own;
    return svg;
  });
  return { svg: `<g class="legend">${placed.join('')}</g>`, height: y + 20 };
}
