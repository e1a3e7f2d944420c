import { isDeepStrictEqual } from 'node:util';
import { outcomeOf } from '../requests/outcome';
import { podsOf, trafficOf, wayOf } from '../requests/seen';
import type { DecisionJson } from '../route/answer/json';
import type { RequestChange } from './change';

/** Two answers in a few words, with what differs between them. */
export function answerTexts(old: DecisionJson, next: DecisionJson): Pick<RequestChange, 'old' | 'new'> {
  if (isDeepStrictEqual(trafficOf(old), trafficOf(next))) return wayTexts(wayOf(old), wayOf(next));
  const [before, after] = [outcomeOf(old), outcomeOf(next)];
  if (before !== after) return { old: before, new: after };
  return { old: `${before}${details(old, next)}`, new: `${after}${details(next, old)}` };
}

/** What two differences have in common that are told in one line: the outcomes, and which other facts differ. */
export function kindOf(old: DecisionJson, next: DecisionJson): string {
  const [before, after] = [trafficOf(old), trafficOf(next)] as Readonly<Record<string, unknown>>[];
  if (isDeepStrictEqual(before, after)) return JSON.stringify(wayTexts(wayOf(old), wayOf(next)));
  const facts = Object.keys(before ?? {}).filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]));
  return JSON.stringify([outcomeOf(old), outcomeOf(next), facts]);
}

/** What one answer has otherwise where both go to the same place. */
function details(own: DecisionJson, other: DecisionJson): string {
  const told: string[] = [];
  if (own.path !== other.path) told.push(`as ${own.path}`);
  if (own.host !== other.host) told.push(`as host ${own.host}`);
  const [pods, others] = [podsOf(own), podsOf(other)];
  if (told.length === 0 && !isDeepStrictEqual(pods, others)) told.push(`(${pods.join(', ') || 'no pods'})`);
  const [seen, there] = [trafficOf(own), trafficOf(other)] as Readonly<Record<string, unknown>>[];
  if (told.length === 0) {
    const names = Object.keys(seen ?? {}).filter((name) => !isDeepStrictEqual(seen?.[name], there?.[name]));
    told.push(...names.map((name) => `${name} ${JSON.stringify(seen?.[name] ?? null)}`));
  }
  return ` ${told.join(' ')}`;
}

function wayTexts(old: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): Pick<RequestChange, 'old' | 'new'> {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((name) => !isDeepStrictEqual(old[name], next[name]));
  const text = (way: Readonly<Record<string, unknown>>) => names.map((name) => `${name} ${valueText(way[name])}`).join(', ');
  return { old: text(old), new: text(next) };
}

function valueText(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
