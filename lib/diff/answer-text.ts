import { isDeepStrictEqual } from 'node:util';
import { connectionsOf } from '../requests/compared-answer';
import { outcomeOf } from '../requests/outcome';
import { podsOf, trafficOf, wayOf } from '../requests/seen';
import { wayFactText } from '../requests/way-text';
import type { DecisionJson } from '../route/answer/json';
import type { RequestChange } from './change';

/** Two answers in a few words, with what differs between them. */
export function answerTexts(old: DecisionJson, next: DecisionJson): Pick<RequestChange, 'old' | 'new'> {
  if (isDeepStrictEqual(trafficOf(old), trafficOf(next))) return wayTexts(wayOf(old), wayOf(next));
  const [before, after] = [outcomeOf(old), outcomeOf(next)];
  if (before !== after) return { old: before, new: after };
  return { old: `${before} ${details(old, next)}`, new: `${after} ${details(next, old)}` };
}

/** What two differences have in common that are reported in one line: the outcomes, and which other facts differ. */
export function kindOf(old: DecisionJson, next: DecisionJson): string {
  const [before, after] = [trafficOf(old), trafficOf(next)] as Readonly<Record<string, unknown>>[];
  if (isDeepStrictEqual(before, after)) return JSON.stringify(wayTexts(wayOf(old), wayOf(next)));
  const facts = Object.keys(before ?? {}).filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]));
  return JSON.stringify([outcomeOf(old), outcomeOf(next), facts, connectionsOf(old), connectionsOf(next)]);
}

/** What one answer has otherwise where both go to the same place. */
function details(own: DecisionJson, other: DecisionJson): string {
  const facts: string[] = [];
  if (own.path !== other.path) facts.push(`as ${own.path}`);
  if (own.host !== other.host) facts.push(`as host ${own.host}`);
  const [pods, others] = [podsOf(own), podsOf(other)];
  if (facts.length === 0 && !isDeepStrictEqual(pods, others)) facts.push(`(${pods.join(', ') || 'no pods'})`);
  const isUndecided = ({ policies = [] }: DecisionJson) => policies.some(({ outcome }) => outcome === 'undecided');
  if (isUndecided(own) !== isUndecided(other)) facts.push(isUndecided(own) ? 'for some, by policy' : 'for all');
  const [seen, there] = [trafficOf(own), trafficOf(other)] as Readonly<Record<string, unknown>>[];
  if (facts.length === 0) {
    const names = Object.keys(seen ?? {}).filter((name) => !isDeepStrictEqual(seen?.[name], there?.[name]));
    facts.push(...names.map((name) => `${name} ${JSON.stringify(seen?.[name] ?? null)}`));
  }
  return facts.join(' ');
}

function wayTexts(old: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): Pick<RequestChange, 'old' | 'new'> {
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter((name) => !isDeepStrictEqual(old[name], next[name]));
  const text = (way: Readonly<Record<string, unknown>>) => names.map((name) => wayFactText(name, way[name])).join(', ');
  return { old: text(old), new: text(next) };
}
