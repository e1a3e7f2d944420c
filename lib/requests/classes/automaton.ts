import { RE2JS } from 're2js';

/**
 * Regular languages over strings, and the classes into which several of them divide all strings of a domain.
 *
 * Written here instead of taken from a library: those for JavaScript read JavaScript's regular expressions, and a mesh
 * holds RE2's. The program that `re2js` compiles an expression to is already a nondeterministic automaton with exactly
 * the meaning that the evaluator gives it, so that all there is left to do is to run several of them side by side.
 */
export interface Language {
  /** Adds the language to an automaton, in front of a state that accepts. @throws Inexpressible */
  add(automaton: Automaton, accept: number): number;
}

/** A language that finite automata of this kind do not express, such as one with word boundaries. */
export class Inexpressible extends Error {}

/** The strings that belong to exactly the same languages: which these are, and the shortest and most readable such strings. */
export interface StringClass {
  /** One bit for each language, in their order. */
  readonly signature: bigint;
  /** At least one, the shortest first. */
  readonly witnesses: readonly string[];
}

/** How a state goes on: by a character of a range, or without one where an assertion holds. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly next: number;
}

type Assertion = 'always' | 'at the start' | 'at the end';

const lastCharacter = 0x10ffff;
/** How many states, in all sets of them together, are looked at before the rest counts as not divided: about a second. */
const mostStates = 200_000;
const witnessesOfClass = 3;

/** A nondeterministic automaton that several languages share. */
export class Automaton {
  private readonly edges: Edge[][] = [];
  private readonly silent: { readonly next: number; readonly when: Assertion }[][] = [];

  state(): number {
    this.edges.push([]);
    this.silent.push([]);
    return this.edges.length - 1;
  }

  edge(at: number, [from, to]: readonly [number, number], next: number): void {
    this.edges[at]?.push({ from, to, next });
  }

  silently(at: number, next: number, when: Assertion = 'always'): void {
    this.silent[at]?.push({ next, when });
  }

  edgesOf(states: readonly number[]): Edge[] {
    return states.flatMap((state) => this.edges[state] ?? []);
  }

  /** The states that are reached without a character, in order. */
  closure(states: Iterable<number>, where: { readonly start?: boolean; readonly end?: boolean } = {}): number[] {
    const found = new Set(states);
    for (const state of found) {
      for (const { next, when } of this.silent[state] ?? []) {
        if (when === 'always' || (when === 'at the start' && where.start) || (when === 'at the end' && where.end)) found.add(next);
      }
    }
    return [...found].sort((one, other) => one - other);
  }

  /** The states after a string. */
  after(states: Iterable<number>, text: string): number[] {
    let now = this.closure(states, { start: true });
    for (const char of text) {
      const code = char.codePointAt(0) ?? 0;
      const next = this.edgesOf(now).flatMap((edge) => (edge.from <= code && code <= edge.to ? edge.next : []));
      now = this.closure(next);
    }
    return now;
  }
}

/** One string. */
export function exactly(text: string): Language {
  return { add: (automaton, accept) => chain(automaton, text, accept) };
}

/** Every string that starts with a text. */
export function startingWith(text: string): Language {
  return { add: (automaton, accept) => chain(automaton, text, anything(automaton, accept)) };
}

/** Every string that ends with a text. */
export function endingWith(text: string): Language {
  return { add: (automaton, accept) => anything(automaton, chain(automaton, text, accept)) };
}

/** Every string, or every string but the empty one. */
export function anyString({ empty = true }: { readonly empty?: boolean } = {}): Language {
  if (empty) return { add: anything };
  return {
    add: (automaton, accept) => {
      const start = automaton.state();
      automaton.edge(start, [0, lastCharacter], anything(automaton, accept));
      return start;
    },
  };
}

/** What RE2 matches as a whole. */
export function matching(regex: string): Language {
  return { add: (automaton, accept) => addProgram(automaton, regex, accept) };
}

/**
 * The strings that start with `prefix` and of which, once that is replaced by `replacement`, the language holds: what a
 * request must be so that it fits after a rewrite.
 */
export function rewritten(prefix: string, replacement: string, language: Language): Language {
  return {
    add: (automaton, accept) => {
      const joint = automaton.state();
      for (const state of automaton.after([language.add(automaton, accept)], replacement)) automaton.silently(joint, state);
      return chain(automaton, prefix, joint);
    },
  };
}

function chain(automaton: Automaton, text: string, accept: number): number {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  return codes.reduceRight((next, code) => {
    const state = automaton.state();
    automaton.edge(state, [code, code], next);
    return state;
  }, accept);
}

function anything(automaton: Automaton, accept: number): number {
  const state = automaton.state();
  automaton.edge(state, [0, lastCharacter], state);
  automaton.silently(state, accept);
  return state;
}

/** Instructions of a compiled expression. Source: `re2js` `Inst`, Go `regexp/syntax.InstOp`. */
const op = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, fail: 5, match: 6, nop: 7, rune: 8, rune1: 9, any: 10, anyNotNewline: 11 };
/** Bits of an assertion: line and text, begin and end. A host, path or header holds no line break. */
const atStart = 1 | 4;
const atEnd = 2 | 8;

interface Instruction {
  readonly op: number;
  readonly out: number;
  readonly arg: number;
  readonly runes: ArrayLike<number>;
}

interface Compiled {
  readonly re2Input: { readonly prog: { readonly inst: readonly Instruction[]; readonly start: number } };
}

function addProgram(automaton: Automaton, regex: string, accept: number): number {
  const { inst, start } = (RE2JS.compile(regex) as unknown as Compiled).re2Input.prog;
  const states = inst.map(() => automaton.state());
  for (const [index, instruction] of inst.entries()) {
    const [at = 0, out = 0] = [states[index], states[instruction.out]];
    if (instruction.op === op.match) automaton.silently(at, accept);
    else if (instruction.op === op.alt || instruction.op === op.altMatch) {
      automaton.silently(at, out);
      automaton.silently(at, states[instruction.arg] ?? 0);
    } else if (instruction.op === op.emptyWidth) automaton.silently(at, out, assertionOf(instruction.arg));
    else if (instruction.op === op.capture || instruction.op === op.nop) automaton.silently(at, out);
    else for (const range of rangesOf(instruction)) automaton.edge(at, range, out);
  }
  return states[start] ?? accept;
}

function assertionOf(flags: number): Assertion {
  if ((flags & ~(atStart | atEnd)) !== 0) throw new Inexpressible('a word boundary');
  if ((flags & atStart) !== 0 && (flags & atEnd) !== 0) throw new Inexpressible('an assertion of both ends');
  return (flags & atStart) !== 0 ? 'at the start' : 'at the end';
}

function rangesOf({ op: kind, arg, runes }: Instruction): (readonly [number, number])[] {
  if (kind === op.fail) return [];
  if (kind === op.any) return [[0, lastCharacter]];
  const codes = Array.from(runes);
  if (kind === op.anyNotNewline) {
    return [
      [0, 9],
      [11, lastCharacter],
    ];
  }
  if (codes.length !== 1) return codes.flatMap((from, index) => (index % 2 === 0 ? [[from, codes[index + 1] ?? from] as const] : []));
  const [code = 0] = codes;
  const folded = (arg & 1) === 1 ? [code, ...otherCases(code)] : [code];
  return folded.map((each) => [each, each] as const);
}

function otherCases(code: number): number[] {
  const char = String.fromCodePoint(code);
  const cases = [char.toLowerCase(), char.toUpperCase()].filter((each) => each !== char && [...each].length === 1);
  return cases.map((each) => each.codePointAt(0) ?? 0);
}

/** What the strings of a domain divide into. */
export interface Division {
  readonly classes: readonly StringClass[];
  /** False when there were too many states to look at: there may be classes that are not named. */
  readonly complete: boolean;
}

interface Search {
  /** May the search end? @param found strings of the domain so far. @default never */
  isEnough?(found: number): boolean;
}

/**
 * The classes into which languages divide the strings of a domain, the one with the shortest string first. A search by
 * breadth over the states that the languages are in together: the first string that comes to a state is the shortest.
 */
export function divide(languages: readonly Language[], domain: Language, { isEnough = () => false }: Search = {}): Division {
  const automaton = new Automaton();
  const accepts = languages.map(() => automaton.state());
  const inDomain = automaton.state();
  const starts = [...languages, domain].map((language, index) => language.add(automaton, accepts[index] ?? inDomain));
  const bits = new Map(accepts.map((state, index) => [state, 1n << BigInt(index)]));
  const first = automaton.closure(starts, { start: true });
  const seen = new Set([first.join()]);
  const queue: { readonly states: readonly number[]; readonly text: string }[] = [{ states: first, text: '' }];
  const found = new Map<bigint, string[]>();
  let complete = true;
  let count = 0;
  let visited = 0;
  for (let at = 0; at < queue.length; at++) {
    const { states, text } = queue[at] ?? { states: [], text: '' };
    const ended = automaton.closure(states, { start: text === '', end: true });
    if (ended.includes(inDomain)) {
      note(found, signatureOf(ended, bits), text);
      if (isEnough(++count)) break;
    }
    for (const { char, next } of steps(automaton, states)) {
      const key = next.join();
      if (seen.has(key)) continue;
      visited += next.length;
      complete = visited < mostStates;
      if (!complete) break;
      seen.add(key);
      queue.push({ states: next, text: text + char });
    }
    if (!complete) break;
  }
  return { classes: [...found].map(([signature, witnesses]) => ({ signature, witnesses })), complete };
}

/** The shortest strings of a language. */
export function shortest(language: Language): readonly string[] {
  return divide([], language, { isEnough: (found) => found === witnessesOfClass }).classes[0]?.witnesses ?? [];
}

function signatureOf(states: readonly number[], bits: ReadonlyMap<number, bigint>): bigint {
  return states.reduce((signature, state) => signature | (bits.get(state) ?? 0n), 0n);
}

function note(found: Map<bigint, string[]>, signature: bigint, text: string): void {
  const known = found.get(signature);
  if (!known) found.set(signature, [text]);
  else if (known.length < witnessesOfClass) known.push(text);
}

/** The next states by each kind of character that the states tell apart, the most readable character of the kind first. */
function steps(automaton: Automaton, states: readonly number[]): { readonly char: string; readonly next: readonly number[] }[] {
  const edges = automaton.edgesOf(states);
  const borders = [...new Set(edges.flatMap(({ from, to }) => [from, to + 1]))].sort((one, other) => one - other);
  const kinds = borders.slice(0, -1).map((from, index) => {
    const next = edges.flatMap((edge) => (edge.from <= from && from <= edge.to ? edge.next : []));
    return { code: mostReadable(from, (borders[index + 1] ?? from + 1) - 1), next };
  });
  return kinds
    .filter(({ next }) => next.length > 0)
    .sort((one, other) => rankOf(one.code) - rankOf(other.code))
    .map(({ code, next }) => ({ char: String.fromCodePoint(code), next: automaton.closure(next) }));
}

const readable = 'xabcdefghijklmnopqrstuvwyz1023456789XABCDEFGHIJKLMNOPQRSTUVWYZ-_./~';
const ranks = new Map([...readable].map((char, rank) => [char.codePointAt(0) ?? 0, rank]));

function rankOf(code: number): number {
  return ranks.get(code) ?? readable.length + code;
}

function mostReadable(from: number, to: number): number {
  const best = [...ranks].find(([code]) => from <= code && code <= to);
  return best?.[0] ?? Math.max(from, Math.min(to, 0x21));
}
