import type { Caller } from '../requests/callers';
import type { Region, Space } from '../requests/classes/region';
import type { Entry } from '../requests/entries';
import type { DecisionJson } from '../route/answer/json';
import type { Request } from '../route/request/request';

/** The parts of a diff, most important first. */
export const sections = ['traffic', 'access', 'way', 'capacity', 'findings', 'objects'] as const;
export type Section = (typeof sections)[number];

/** What a change does to callers, most serious first: what `--fail-on` names. */
export const effects = {
  'host-gone': 'no request for a host is answered any more',
  'opens-to-world': 'clients outside the mesh reach what they did not reach',
  'loses-answer': 'requests that were answered are not, or not all of them',
  'opens-access': 'a caller may call what it could not',
  'loses-token': 'a token is no longer needed',
  'loses-mtls': 'plain text is accepted, or sent, where mutual TLS was',
  'closes-access': 'a caller may not call what it could',
  'moves-gateway': 'requests are answered at another gateway than before',
  'moves-path': 'requests are answered at another path than before, or arrive at another path',
  'moves-traffic': 'requests are answered by something else, or by other shares',
  'new-answer': 'requests that were not answered are',
  'changes-way': 'timeouts, retries, delays, copies or headers differ',
  'fails-otherwise': 'requests that are not answered fail in another way',
  'loses-capacity': 'fewer replicas, lower limits or a weaker disruption budget',
  'new-error': 'the checks report a new error',
} as const;
export type Effect = keyof typeof effects;

/** Requests of one entry and caller that are in a class. */
export interface Part {
  readonly caller: Caller;
  readonly entry: Entry;
  /** Hosts under the entry's wildcard that are entries of their own. */
  readonly otherHosts: readonly string[];
  readonly space: Space;
  readonly regions: readonly Region[];
}

/** A class of requests that is answered otherwise. */
export interface RequestChange {
  readonly section: 'traffic' | 'access' | 'way';
  readonly effect: Effect;
  /** For example `GET user.example.com/about*`. */
  readonly what: string;
  /** The answers in a few words. */
  readonly old: string;
  readonly new: string;
  /** Everybody whose requests these are. */
  readonly callers: readonly string[];
  /** The shortest such request, and who sends it; undefined: a client outside the mesh. */
  readonly witness: { readonly from?: string; readonly request: Request; readonly old: DecisionJson; readonly new: DecisionJson };
  readonly parts: readonly Part[];
}

/** A fact that differs and is no answer to a request. */
export interface FactChange {
  readonly section: 'access' | 'capacity';
  readonly effect?: Effect;
  readonly what: string;
  readonly old: string;
  readonly new: string;
}
