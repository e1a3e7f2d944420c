import { type Atom, type Attribute, type AttributeName, classOf, members, type Value, type ValueClass } from './attribute';
import type { Expression } from './expression';

/** The attributes that the conditions at one entry read, each divided by them. */
export type Space = ReadonlyMap<AttributeName, Attribute>;

/** A set of requests: for each attribute a set of its classes; an attribute that is not named may have any value. */
export type Region = ReadonlyMap<AttributeName, bigint>;

/** Every request. */
export const everything: Region = new Map();

/** Whether an expression holds for all requests of a region or for none; else the atom by which to divide it. */
export function decide(space: Space, region: Region, expression: Expression): boolean | Atom {
  if (typeof expression === 'boolean') return expression;
  if (expression.kind === 'atom') return decideAtom(space, region, expression.atom);
  if (expression.kind === 'not') {
    const answer = decide(space, region, expression.of);
    return typeof answer === 'boolean' ? !answer : answer;
  }
  const ends = expression.kind === 'any';
  let open: Atom | undefined;
  for (const part of expression.of) {
    const answer = decide(space, region, part);
    if (answer === ends) return ends;
    if (typeof answer !== 'boolean') open ??= answer;
  }
  return open ?? !ends;
}

function decideAtom(space: Space, region: Region, atom: Atom): boolean | Atom {
  const attribute = space.get(atom.attribute);
  const holding = attribute?.holding.get(atom.text);
  if (!attribute || holding === undefined) return false;
  const set = region.get(atom.attribute) ?? attribute.all;
  const both = set & holding;
  return both === 0n ? false : both === set ? true : atom;
}

/** The part of a region for which an atom holds, and the rest. */
export function splitBy(space: Space, region: Region, atom: Atom): readonly [holding: Region, rest: Region] {
  const attribute = space.get(atom.attribute);
  const set = region.get(atom.attribute) ?? attribute?.all ?? 0n;
  const holding = attribute?.holding.get(atom.text) ?? 0n;
  return [new Map(region).set(atom.attribute, set & holding), new Map(region).set(atom.attribute, set & ~holding)];
}

/** Does a region hold a request with these values? */
export function includes(space: Space, region: Region, read: (attribute: AttributeName) => Value): boolean {
  for (const [name, set] of region) {
    const attribute = space.get(name);
    if (attribute && (classOf(attribute, read(name)) & set) === 0n) return false;
  }
  return true;
}

/** Requests of a region by the values of their attributes: the simplest first, then some that are like it. */
export function* samples(space: Space, region: Region): Generator<ReadonlyMap<AttributeName, Value>> {
  const chosen = [...space.values()].map((attribute) => {
    const [first] = simplest(attribute, region.get(attribute.name) ?? attribute.all);
    return { name: attribute.name, witnesses: first?.witnesses ?? [] };
  });
  if (chosen.some(({ witnesses }) => witnesses.length === 0)) return;
  const base = new Map(chosen.map(({ name, witnesses }) => [name, witnesses[0]]));
  yield base;
  for (const { name, witnesses } of chosen) for (const witness of witnesses.slice(1, 3)) yield new Map(base).set(name, witness);
}

function simplest(attribute: Attribute, set: bigint): ValueClass[] {
  return members(attribute, set).sort((one, other) => sizeOf(one) - sizeOf(other));
}

/** A value that is not there is the simplest. */
function sizeOf({ witnesses: [value] }: ValueClass): number {
  return typeof value === 'string' ? value.length + 1 : 0;
}

/** Regions with the same requests and fewer parts: those that differ in one attribute alone are joined. */
export function joined(space: Space, regions: readonly Region[]): Region[] {
  const names = [...new Set(regions.flatMap((region) => [...region.keys()]))];
  let all = regions.map((region) => normal(space, region));
  for (let before = -1; before !== all.length; ) {
    before = all.length;
    for (const name of names) all = joinedIn(space, all, name);
  }
  return all;
}

function joinedIn(space: Space, regions: readonly Region[], name: AttributeName): Region[] {
  const groups = new Map<string, Region>();
  const all = space.get(name)?.all ?? 0n;
  for (const region of regions) {
    const key = [...region]
      .filter(([other]) => other !== name)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([other, set]) => `${other}=${set}`)
      .join();
    const known = groups.get(key);
    const set = (region.get(name) ?? all) | (known ? (known.get(name) ?? all) : 0n);
    groups.set(key, normal(space, new Map(region).set(name, set)));
  }
  return [...groups.values()];
}

/** Attributes that may have any value are left out. */
function normal(space: Space, region: Region): Region {
  return new Map([...region].filter(([name, set]) => set !== space.get(name)?.all));
}
