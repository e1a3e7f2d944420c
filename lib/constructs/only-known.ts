import type { IConstruct } from 'constructs';
import { ConstructError } from '../errors';
import { isMapping } from '../manifest/mapping';
import { closest } from '../text';
import { properties, required } from './properties';

/** The names of types whose properties are known at run time. */
export type KnownType = keyof typeof properties;

const table: Readonly<Record<string, Readonly<Record<string, string>>>> = properties;

/**
 * What a user declares, once it is certain that each of its properties has a meaning and that none is missing, however deep it lies. The compiler
 * says the same, but not to plain JavaScript, and not where types are stripped. The names come from the types: `npm run properties`.
 *
 * @param construct what is being made of it, where it is already known
 * @returns the declaration itself
 * @throws ConstructError `UnknownProperty`, with the nearest known name; `MissingProperty`
 */
export function onlyKnown<T>(type: KnownType, declared: T, construct?: IConstruct): T {
  const fault = faultIn(type, declared ?? {}, []);
  if (fault) throw 'missing' in fault ? missing(fault, construct) : rejected(fault, construct);
  return declared;
}

type Path = readonly (string | number)[];

interface Missing {
  /** Where the property belongs. */
  readonly path: Path;
  readonly missing: string;
}

interface Unknown {
  readonly path: Path;
  readonly known: readonly string[];
}

/** @param shape name of a type, followed by `[]` for each list and `{}` for each map around it; empty for what is not looked into */
function faultIn(shape: string, value: unknown, path: Path): Unknown | Missing | undefined {
  if (shape.endsWith('[]')) return Array.isArray(value) ? firstOf(value.entries(), () => shape.slice(0, -2), path) : undefined;
  if (shape === '' || !isPlain(value)) return undefined;
  const given = Object.entries(value).filter(([, property]) => property !== undefined);
  if (shape.endsWith('{}')) return firstOf(given, () => shape.slice(0, -2), path);
  const row = table[shape] ?? {};
  const [unknown] = given.find(([name]) => !Object.hasOwn(row, name)) ?? [];
  if (unknown !== undefined) return { path: [...path, unknown], known: Object.keys(row) };
  const absent = required[shape]?.find((name) => (value as Readonly<Record<string, unknown>>)[name] === undefined);
  if (absent !== undefined) return { path, missing: absent };
  return firstOf(given, (name) => row[name] ?? '', path);
}

function firstOf<Key extends string | number>(
  entries: Iterable<[Key, unknown]>,
  shapeOf: (key: Key) => string,
  path: Path,
): Unknown | Missing | undefined {
  for (const [key, value] of entries) {
    const fault = faultIn(shapeOf(key), value, [...path, key]);
    if (fault) return fault;
  }
  return undefined;
}

/** Instances of classes may have more than the interface they stand for. */
function isPlain(value: unknown): value is object {
  if (!isMapping(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function rejected({ path, known }: Unknown, construct?: IConstruct): ConstructError {
  const name = String(path.at(-1));
  const place = path.slice(0, -1).join('.');
  const near = closest(name, known);
  return new ConstructError('UnknownProperty', `\`${name}\`${place && ` in \`${place}\``} is not a known property`, {
    construct: construct?.node.path,
    why: near === undefined && known.length <= 15 ? `it would be ignored; there is ${listed(known)}` : 'it would be ignored',
    fix: near && `did you mean \`${near}\`?`,
  });
}

function missing({ path, missing: name }: Missing, construct?: IConstruct): ConstructError {
  return new ConstructError('MissingProperty', `\`${name}\` is missing${path.length === 0 ? '' : ` in \`${path.join('.')}\``}`, {
    construct: construct?.node.path,
    why: 'it has no default',
    fix: `${name}: …`,
  });
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
