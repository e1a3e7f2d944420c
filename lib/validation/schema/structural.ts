import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { lazily } from '../lazily';
import { describe } from '../values/describe';
import type { Field } from '../violation';
import { type Check, type Dialect, isAbsent, type Run } from './check';
import { lists } from './lists';
import { isIntOrString, logic } from './logic';
import { isInt32, scalars } from './scalars';
import { type CelRule, definition, type Schema } from './schemas';

/** The check of a schema, compiled once. Recursive references are followed when they are met. */
export function compile(schema: Schema, dialect: Dialect): Check {
  if (schema.$ref !== undefined) return compileReference(schema.$ref);
  const ownType = typeCheck(schema);
  const checks = [
    ...scalars(schema, dialect),
    ...(schema.items ? lists(schema, compile(schema.items, dialect), dialect) : []),
    ...(schema.properties || schema.additionalProperties || schema.required ? [fields(schema, dialect)] : []),
    ...logic(schema, (part) => compile(part, dialect)),
    ...(schema['x-kubernetes-validations'] ? [celRules(schema, schema['x-kubernetes-validations'])] : []),
  ];
  return (value, at, run) => {
    if (value === null && schema.nullable) return;
    if (ownType && !ownType(value, at)) return;
    for (const check of checks) check(value, at, run);
  };
}

const references = new Map<string, () => Check>();

function compileReference(name: string): Check {
  let check = references.get(name);
  if (check === undefined) {
    check = lazily(() => compile(requiring(name), 'native'));
    references.set(name, check);
  }
  const found = check;
  return (value, at, run) => found()(value, at, run);
}

/** Fields that the OpenAPI document calls required, and that the API server fills in or does without. */
const notNeeded: Readonly<Record<string, readonly string[]>> = {
  'rbac.v1.RoleRef': ['apiGroup'],
  'core.v1.HTTPHeader': ['value'],
  'core.v1.SleepAction': ['seconds'],
  'core.v1.Sysctl': ['value'],
  'core.v1.PreferredSchedulingTerm': ['preference'],
  'core.v1.ISCSIVolumeSource': ['lun'],
  'core.v1.ScaleIOVolumeSource': ['secretRef'],
  'core.v1.TypedLocalObjectReference': ['kind', 'name'],
  'core.v1.TypedObjectReference': ['kind', 'name'],
  'core.v1.LimitRangeSpec': ['limits'],
  'discovery.v1.EndpointSlice': ['endpoints'],
  'batch.v1.PodFailurePolicy': ['rules'],
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': ['status'],
};

/** What the API server drops as an object is created, so it needs none of its fields. */
const isDropped = /(?:Status|Condition)$/;

/** A definition that requires what the API server does. */
function requiring(name: string): Schema {
  const schema = definition(name);
  const without = isDropped.test(name) ? schema.required : notNeeded[name];
  return without === undefined ? schema : { ...schema, required: schema.required?.filter((field) => !without.includes(field)) };
}

/** Says whether the type fits; complains when not, and then nothing below is worth a look. */
function typeCheck(schema: Schema): ((value: unknown, at: Field) => boolean) | undefined {
  const { type } = schema;
  if (type === 'string' && schema.format === 'byte') return fits((value) => typeof value === 'string' || isByteList(value), 'base64 text');
  if (type !== undefined) return fits(typeTests[type], typeNames[type]);
  if (isIntOrString(schema)) {
    const isNative = schema['x-kubernetes-int-or-string'] !== true;
    const isNumber = (value: unknown) => isInteger(value) && (!isNative || isInt32(Number(value)));
    return fits((value) => isNumber(value) || typeof value === 'string', 'a whole number or a string');
  }
  return schema.format === 'quantity' ? fits((value) => typeof value === 'string' || typeof value === 'number', 'a quantity') : undefined;
}

/** Go reads bytes from a list of numbers too, in which \`null\` is zero. */
function isByteList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || (isInteger(item) && item >= 0 && item <= 255));
}

function fits(test: (value: unknown) => boolean, expected: string): (value: unknown, at: Field) => boolean {
  return (value, at) => {
    if (test(value)) return true;
    at.error(`${describe(value)} where ${expected} belongs`);
    return false;
  };
}

type TypeName = NonNullable<Schema['type']>;

const typeTests: Readonly<Record<TypeName, (value: unknown) => boolean>> = {
  object: isMapping,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: isInteger,
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  boolean: (value) => typeof value === 'boolean',
};

const typeNames: Readonly<Record<TypeName, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: '`true` or `false`',
};

/** A whole number that fits into 64 bits, as the API server reads JSON. */
export function isInteger(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63);
}

/** Properties, required ones, unknown ones. */
function fields(schema: Schema, dialect: Dialect): Check {
  const known = new Map(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, slot(property, dialect)]));
  const { additionalProperties } = schema;
  const others = typeof additionalProperties === 'object' ? slot(additionalProperties, dialect) : undefined;
  const isOpen =
    others !== undefined || additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] || !schema.properties;
  return (value, at, run) => {
    if (!isMapping(value)) return;
    for (const name of Object.keys(value)) {
      const field = known.get(name) ?? others;
      if (field !== undefined) field(value[name], at, name, run);
      else if (!isOpen) unknownField(name, at, known.keys());
    }
    for (const name of schema.required ?? []) if (isAbsent(value[name], schema.properties?.[name], dialect)) missingField(name, at);
  };
}

/** The check of one property's value, which `null` skips where it counts as absent. */
function slot(property: Schema, dialect: Dialect): (value: unknown, at: Field, name: string, run: Run) => void {
  const check = lazily(() => compile(property, dialect));
  return (value, at, name, run) => {
    if (!isAbsent(value, property, dialect)) check()(value, at.at(name), run);
    else run.holdsNothing = true;
  };
}

/** Complains about a field that is not in the schema, and offers the nearest that is. */
export function unknownField(name: string, at: Field, known: Iterable<string>): void {
  const near = closest(name, known);
  at.at(name).error(`unknown field \`${name}\``, {
    why: 'the API server drops fields it does not know, or rejects them under `kubectl apply`',
    ...(near === undefined ? {} : { fix: `did you mean \`${near}\`?` }),
  });
}

function missingField(name: string, at: Field): void {
  at.at(name).error(`required field \`${name}\` is missing`);
}

function celRules(schema: Schema, rules: readonly CelRule[]): Check {
  return (value, at, run) => {
    if (value !== null) run.rules.push({ rules, schema, value, at });
  };
}
