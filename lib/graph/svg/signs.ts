import { type Sign, signWords } from '../layout/edge-label';
import { num } from './markup';

/** A closed padlock: mutual TLS. */
const lock = '<path class="full" d="M2.5 6.5h9v6h-9z"/><path d="M4.5 6.5v-2a2.5 2.5 0 0 1 5 0v2"/>';
/** An open one: plain text. */
const openLock = '<path class="full" d="M2.5 6.5h9v6h-9z"/><path d="M4.5 6.5v-2.6a2.5 2.5 0 0 1 4.9 -.6"/>';
/** A policy looks at requests. */
const shield = '<path d="M7 1.5l4.5 1.7v3.6c0 2.8-1.9 4.8-4.5 5.7-2.6-.9-4.5-2.9-4.5-5.7V3.2z"/>';

const shapes: Readonly<Record<Sign, string>> = { lock, 'open lock': openLock, shield };

/** A sign of 14 by 14 pixels. */
export function signAt(sign: Sign, x: number, y: number): string {
  return `<g class="sign ${sign.replace(' ', '-')}" transform="translate(${num(x)} ${num(y)})"><title>${signWords[sign]}</title>${shapes[sign]}</g>`;
}

/** The globe of what is open to the world, 12 by 12 pixels. */
export function globeAt(x: number, y: number): string {
  return `<g class="globe" transform="translate(${num(x)} ${num(y)})"><circle cx="6" cy="6" r="5"/><path d="M1 6h10M6 1c-3.4 3-3.4 7 0 10c3.4-3 3.4-7 0-10"/></g>`;
}
