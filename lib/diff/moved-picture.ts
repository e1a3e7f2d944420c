import { outcomeOf, percentText } from '../requests/outcome';
import type { DecisionJson } from '../route/answer/json';
import { visible } from '../visible';
import type { RequestChange } from './change';

/** At most so many changes are drawn, with so many arrows: a comment is short. */
const most = { changes: 4, edges: 8 };

/** What moved as Mermaid, which code hosts draw: dotted where requests went, thick where they go. */
export function movedPicture(requests: readonly RequestChange[]): string[] {
  const moved = requests.filter(({ section }) => section !== 'way').slice(0, most.changes);
  const drawn = moved.map(({ what, witness: { old, new: next } }, index) => [
    ...placesOf(old).map(([place, share]) => `  r${index}["${label(what)}"] -. ${label(share)} .-> ${idOf(place)}["${label(place)}"]`),
    ...placesOf(next).map(([place, share]) => `  r${index} == ${label(share)} ==> ${idOf(place)}["${label(place)}"]`),
  ]);
  const edges: string[] = [];
  for (const own of drawn) if (edges.length + own.length <= most.edges) edges.push(...own);
  return edges.length > 0 ? ['```mermaid', 'flowchart LR', ...edges, '```', ''] : [];
}

/** Where requests go, each with its share. */
function placesOf(answer: DecisionJson): [place: string, share: string][] {
  const served = answer.destinations.filter(({ reason }) => reason === undefined);
  if (served.length === 0 || answer.location !== null) return [[outcomeOf(answer), percentText(1)]];
  return served.map(({ host, subset, share }) => [`${host.replace(/\.svc\..*$/, '')}${subset ? ` ${subset}` : ''}`, percentText(share)]);
}

function idOf(place: string): string {
  return `d${[...place].reduce((sum, char) => (Math.imul(sum, 31) + (char.codePointAt(0) ?? 0)) >>> 0, 7).toString(36)}`;
}

function label(text: string): string {
  return visible(text)
    .replaceAll('"', "'")
    .replace(/[<>#;]/g, ' ');
}
