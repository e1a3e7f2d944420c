import { isDeepStrictEqual } from 'node:util';
import type { Mesh } from '../mesh/mesh';
import { Answers } from '../requests/answers';
import type { Caller } from '../requests/callers';
import type { Expression } from '../requests/classes/expression';
import { type Partition, partition } from '../requests/classes/partition';
import { decide, everything, joined, type Region } from '../requests/classes/region';
import { regionText } from '../requests/classes/region-text';
import { type Token, tokensOf } from '../requests/classes/tokens';
import { comparedAnswer } from '../requests/compared-answer';
import { type Entry, outerEntries } from '../requests/entries';
import { type Question, questions, type Wanted } from '../requests/questions';
import { trafficOf, wayOf } from '../requests/seen';
import type { DecisionJson } from '../route/answer/json';
import type { Request } from '../route/request/request';
import type { Router } from '../route/router';
import { answerTexts, kindOf } from './answer-text';
import type { RequestChange } from './change';
import { effectOf, isServed, isUnanswered, sectionOf } from './effect';
import { withMoves } from './moved-paths';
import { withoutKnownDoors } from './opened-before';

/** What became of the comparison of answers. */
export interface Compared {
  readonly changes: readonly RequestChange[];
  /** Classes of requests that were compared. */
  readonly classes: number;
  /** What could not be divided or evaluated exactly, in words. */
  readonly undecided: readonly string[];
}

/** More pairs of an entry and a caller than this are not asked. */
const mostPairs = 20_000;

/** Which requests are compared. */
export interface Asked {
  readonly scope: Wanted;
  /** Requests of an entry that may be answered otherwise. @default - none */
  readonly except?: (entry: Entry) => Expression;
  /** Given a request of each class that is answered as before. @default - nobody */
  readonly onSame?: (same: AskedBy) => void;
}

/** A request, and who sends it. */
export interface AskedBy {
  readonly caller: Caller;
  readonly request: Request;
}

/** Compares the answers of two meshes to every class of requests in a scope. */
export function compareRequests(old: Mesh, next: Mesh, asked: Asked): Compared {
  const compare = new Comparison(old, next, asked);
  let pairs = 0;
  for (const question of questions([old, next], asked.scope)) {
    if (++pairs > mostPairs) {
      compare.undecided.add(`only ${mostPairs} pairs of a caller and a host were compared`);
      break;
    }
    compare.ask(question);
  }
  const changes = withMoves(withoutKnownDoors(compare.changes(), new Answers(old), outerEntries(old)));
  return { changes, classes: compare.classes, undecided: [...compare.undecided] };
}

/** Two answers to one request that differ. */
interface Difference {
  readonly request: Request;
  readonly old: DecisionJson;
  readonly new: DecisionJson;
}

interface Group extends Difference {
  readonly regions: Region[];
  /** Is no request for the host answered any more? @default false */
  readonly isGone?: boolean;
}

/** A host of which nothing is left is one change, whatever its routes were; its first answered request stands for it. */
function wholeHost(groups: readonly Group[]): readonly Group[] {
  const first = groups.find(({ old }) => isServed(old));
  return first ? [{ ...first, regions: groups.flatMap(({ regions }) => regions), isGone: true }] : groups;
}

class Comparison {
  classes = 0;
  readonly undecided = new Set<string>();
  private readonly answers: readonly [Answers, Answers];
  private readonly tokens: readonly Token[];
  private readonly found = new Map<string, RequestChange>();

  constructor(
    old: Mesh,
    next: Mesh,
    private readonly asked: Asked,
  ) {
    this.answers = [new Answers(old), new Answers(next)];
    this.tokens = tokensOf([old, next]);
  }

  changes(): readonly RequestChange[] {
    return [...this.found.values()];
  }

  ask({ entry, caller, otherHosts }: Question): void {
    const [one, other] = this.answers;
    const [before, after] = [caller.routerIn(one), caller.routerIn(other)];
    if (!before || !after) return;
    const sides = [
      { mesh: one.mesh, router: before },
      { mesh: other.mesh, router: after },
    ];
    const apart = this.asked.except?.(entry) ?? false;
    if (apart === true) return;
    const divided = partition(entry, sides, { tokens: this.tokens, otherHosts, apart });
    this.classes += divided.classes.length;
    const groups = new Map<string, Group>();
    let isGone = true;
    for (const { region, requests } of divided.classes) {
      const { isSame, ...difference } = this.differenceOf(requests, before, after);
      isGone &&= isUnanswered(difference.new);
      if (isSame) this.asked.onSame?.({ caller, request: difference.request });
      if (!isSame && decide(divided.space, region, apart) !== true) put(groups, region, difference);
    }
    for (const text of divided.inexact) this.undecided.add(`${entry.pattern}: ${text} could not be divided exactly`);
    const all = isGone ? wholeHost([...groups.values()]) : [...groups.values()];
    for (const group of all) this.add(group, divided, { caller, otherHosts });
  }

  /** The answers to the first request of a class that is answered otherwise, else to the last. */
  private differenceOf(requests: readonly Request[], before: Router, after: Router): Difference & { readonly isSame: boolean } {
    const all = requests.map((request) => () => {
      const [old, next] = [comparedAnswer(before, request), comparedAnswer(after, request)];
      return {
        request,
        old,
        new: next,
        isSame: isDeepStrictEqual(trafficOf(old), trafficOf(next)) && isDeepStrictEqual(wayOf(old), wayOf(next)),
      };
    });
    let last: ReturnType<(typeof all)[number]> | undefined;
    for (const answer of all) {
      last = answer();
      if (!last.isSame) return last;
      this.noteUndecided(last.old, last.new);
    }
    if (!last) throw new RangeError('a class without a request');
    return last;
  }

  /** What is not evaluated on one side alone may make a difference. */
  private noteUndecided({ undecided: old = [] }: DecisionJson, { undecided: next = [] }: DecisionJson): void {
    for (const text of [...old, ...next]) if (!old.includes(text) || !next.includes(text)) this.undecided.add(text);
  }

  private add({ regions, request, old, new: next, isGone }: Group, { entry, space }: Partition, asked: Omit<Question, 'entry'>): void {
    const { caller, otherHosts } = asked;
    const parts = joined(space, regions);
    const what = [...new Set((isGone ? [everything] : parts).map((region) => regionText(entry, space, region)))];
    const texts = answerTexts(old, next);
    const part = { caller, entry, otherHosts, space, regions: parts };
    const section = sectionOf(old, next);
    const key = JSON.stringify([section, what, kindOf(old, next), caller.isOutside]);
    const known = this.found.get(key);
    this.found.set(key, {
      section,
      effect: isGone ? 'host-gone' : effectOf({ old, new: next, isOutside: caller.isOutside }),
      what: whatText(what),
      ...texts,
      callers: [...new Set([...(known?.callers ?? []), ...caller.alike])],
      witness: known?.witness ?? { ...(caller.isOutside ? {} : { from: caller.text }), request, old, new: next },
      parts: [...(known?.parts ?? []), part],
    });
  }
}

function put(groups: Map<string, Group>, region: Region, difference: Difference): void {
  const { old, new: next } = difference;
  const key = JSON.stringify([sectionOf(old, next), kindOf(old, next), old.route, next.route]);
  const known = groups.get(key);
  if (known) known.regions.push(region);
  else groups.set(key, { ...difference, regions: [region] });
}

/** At most this many sets of requests are named in one line. */
const most = 3;

function whatText(texts: readonly string[]): string {
  return texts.length > most ? `${texts.slice(0, most).join(' or ')} and ${texts.length - most} more` : texts.join(' or ');
}
