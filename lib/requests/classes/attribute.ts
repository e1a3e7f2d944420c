import { Automaton, anyString, divide, Inexpressible, type Language } from './automaton';

/** What of a request a condition may read: `path`, `method`, `authority`, `token`, `client` (its address), `header x-a`, `query page`. */
export type AttributeName = string;

/** A value of an attribute; undefined: the request has none, such as a header that is not sent. */
export type Value = unknown;

/** One condition on one attribute, such as a prefix of the path. */
export interface Atom {
  readonly attribute: AttributeName;
  /** For a reader, and the same for equal conditions on an attribute: `/user*`, `is "dev"`. */
  readonly text: string;
  test(value: Value): boolean;
  /** The strings that it holds for. @default - only `test` knows: for attributes with few values, and what automata do not express */
  readonly language?: Language;
  /** Values to try where the language is not known. @default - none */
  readonly examples?: readonly string[];
}

/** Values that no condition tells apart. */
export interface ValueClass {
  /** One bit for each atom that holds. */
  readonly signature: bigint;
  /** At least one, the simplest first. */
  readonly witnesses: readonly Value[];
}

/** The values of an attribute as the conditions on it divide them. Sets of values are sets of classes, one bit for each. */
export interface Attribute {
  readonly name: AttributeName;
  readonly atoms: readonly Atom[];
  readonly classes: readonly ValueClass[];
  /** All classes. */
  readonly all: bigint;
  /** The classes for which an atom holds, by its text. */
  readonly holding: ReadonlyMap<string, bigint>;
  /** Conditions that could not be divided exactly, as texts. */
  readonly inexact: readonly string[];
}

/** What values an attribute may have. */
export type Domain =
  | { readonly kind: 'finite'; readonly values: readonly Value[] }
  | { readonly kind: 'strings'; readonly language: Language; readonly optional: boolean; isPossible?(text: string): boolean };

/** Divides the values of an attribute by the conditions on it. */
export function attributeOf(name: AttributeName, given: readonly Atom[], domain: Domain): Attribute {
  const atoms = [...new Map(given.map((atom) => [atom.text, atom])).values()];
  const { classes, inexact } = domain.kind === 'finite' ? finite(atoms, domain.values) : strings(atoms, domain);
  const holding = new Map(
    atoms.map(({ text }, bit) => [text, setOf(classes, ({ signature }) => (signature & (1n << BigInt(bit))) !== 0n)] as const),
  );
  return { name, atoms, classes, all: (1n << BigInt(classes.length)) - 1n, holding, inexact };
}

/** The class that a value belongs to, as a set; empty for a value outside the domain. */
export function classOf({ atoms, classes }: Attribute, value: Value): bigint {
  const signature = signatureOf(atoms, value);
  const index = classes.findIndex((each) => each.signature === signature);
  return index < 0 ? 0n : 1n << BigInt(index);
}

/** The classes of a set, the simplest first. */
export function members({ classes }: Pick<Attribute, 'classes'>, set: bigint): ValueClass[] {
  return classes.filter((_, index) => (set & (1n << BigInt(index))) !== 0n);
}

function setOf(classes: readonly ValueClass[], holds: (each: ValueClass) => boolean): bigint {
  return classes.reduce((set, each, index) => (holds(each) ? set | (1n << BigInt(index)) : set), 0n);
}

interface Divided {
  readonly classes: readonly ValueClass[];
  readonly inexact: readonly string[];
}

function finite(atoms: readonly Atom[], values: readonly Value[]): Divided {
  const found = new Map<bigint, Value[]>();
  for (const value of values) {
    const signature = signatureOf(atoms, value);
    found.set(signature, [...(found.get(signature) ?? []), value]);
  }
  return { classes: [...found].map(([signature, witnesses]) => ({ signature, witnesses })), inexact: [] };
}

function strings(atoms: readonly Atom[], { language, optional, isPossible = () => true }: Extract<Domain, { kind: 'strings' }>): Divided {
  const exact = atoms.filter(isExpressible);
  const { classes, complete } = divide(
    exact.map((atom) => atom.language ?? anyString()),
    language,
  );
  const possible = classes.flatMap(({ witnesses }) => witnesses.filter(isPossible));
  const absent = optional ? [undefined] : [];
  // What automata cannot express is tested on the strings that the others yield, and on its own examples.
  const examples = atoms.flatMap((atom) => atom.examples ?? []).filter(isPossible);
  const { classes: all } = finite(atoms, [...absent, ...possible, ...examples]);
  const unexpressed = atoms.filter((atom) => !exact.includes(atom)).map(({ text }) => text);
  return { classes: all, inexact: complete ? unexpressed : atoms.map(({ text }) => text) };
}

function isExpressible({ language }: Atom): boolean {
  if (!language) return false;
  try {
    const automaton = new Automaton();
    language.add(automaton, automaton.state());
    return true;
  } catch (error) {
    if (error instanceof Inexpressible) return false;
    throw error;
  }
}

function signatureOf(atoms: readonly Atom[], value: Value): bigint {
  return atoms.reduce((signature, atom, bit) => (atom.test(value) ? signature | (1n << BigInt(bit)) : signature), 0n);
}
