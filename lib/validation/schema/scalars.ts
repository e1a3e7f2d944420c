import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { describe, quote } from '../values/describe';
import { isIpAddress, isIpv4 } from '../values/ip-address';
import { isQuantity } from '../values/quantity';
import { compileRegex } from '../values/regex';
import type { Check, Dialect } from './check';
import type { Schema } from './schemas';

/** The checks of single values: enums, bounds, patterns, formats. They pass over values of other types. */
export function scalars(schema: Schema, dialect: Dialect): Check[] {
  const { minimum, maximum, minLength, maxLength, minProperties, maxProperties, pattern } = schema;
  const format = schema.format === 'byte' && dialect === 'native' ? 'bytes' : schema.format;
  return [
    ...(schema.enum ? [oneOfValues(schema.enum)] : []),
    ...(minimum === undefined ? [] : [ofNumbers((value) => value >= minimum, `must be at least ${minimum}`)]),
    ...(maximum === undefined ? [] : [ofNumbers((value) => value <= maximum, `must be at most ${maximum}`)]),
    ...(schema.type === 'integer' && schema.format === 'int32' ? [ofNumbers(isInt32, 'does not fit into 32 bits')] : []),
    ...(minLength === undefined ? [] : [ofStrings((text) => characters(text, minLength) >= minLength, atLeast(minLength))]),
    ...(maxLength === undefined
      ? []
      : [ofStrings((text) => characters(text, maxLength) <= maxLength, `must be at most ${maxLength} characters long`)]),
    ...(pattern === undefined ? [] : [matches(pattern)]),
    ...(format !== undefined && format in formats ? [ofFormat(format)] : []),
    ...(minProperties === undefined ? [] : [ofObjects((size) => size >= minProperties, `must hold at least ${minProperties} entries`)]),
    ...(maxProperties === undefined ? [] : [ofObjects((size) => size <= maxProperties, `must hold at most ${maxProperties} entries`)]),
  ];
}

function atLeast(length: number): string {
  return length === 1 ? 'must not be empty' : `must be at least ${length} characters long`;
}

/** Unicode characters, counted only as far as matters: a text may be megabytes long. */
function characters(text: string, most: number): number {
  if (text.length < most) return [...text].length;
  let count = 0;
  for (const _ of text) if (++count > most) break;
  return count;
}

/** Whether Go's `int32` holds it. */
export function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

function ofNumbers(test: (value: number) => boolean, problem: string): Check {
  return (value, at) => {
    if ((typeof value === 'number' || typeof value === 'bigint') && !test(Number(value))) at.error(`\`${value}\` ${problem}`);
  };
}

function ofStrings(test: (text: string) => boolean, problem: string): Check {
  return (value, at) => {
    if (typeof value === 'string' && !test(value)) at.error(`${quote(value)} ${problem}`);
  };
}

/** Fields that are `null` are dropped before they are counted. */
function ofObjects(test: (size: number) => boolean, problem: string): Check {
  return (value, at) => {
    if (isMapping(value) && !test(Object.values(value).filter((field) => field !== null).length)) at.error(`the object ${problem}`);
  };
}

function oneOfValues(values: readonly unknown[]): Check {
  const names = values.map(String);
  return (value, at) => {
    if (values.includes(value)) return;
    const near = closest(String(value), names);
    at.error(
      `${describe(value)} is not among the values ${names.map((name) => `\`${name}\``).join(', ')}`,
      near === undefined ? {} : { fix: `did you mean \`${near}\`?` },
    );
  };
}

function matches(pattern: string): Check {
  return ofStrings((text) => {
    const regex = compileRegex(pattern);
    return typeof regex === 'string' || regex.matcher(text).find();
  }, `does not match \`${pattern}\``);
}

/** Formats that the API server checks. */
const formats: Readonly<Record<string, { test(text: string): boolean; problem: string }>> = {
  'date-time': { test: isDateTime, problem: 'is not a time such as `2026-01-31T23:59:59Z`' },
  byte: { test: (text) => text.length > 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, problem: 'is not base64' },
  /** As the built-in kinds take it, such as the data of a Secret: empty and broken lines are fine. */
  bytes: {
    test: (text) => /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/.test(text) && text.replace(/[\r\n]/g, '').length % 4 === 0,
    problem: 'is not base64',
  },
  ipv4: { test: isIpv4, problem: 'is not an IPv4 address' },
  ipv6: { test: (text) => isIpAddress(text) && !isIpv4(text), problem: 'is not an IPv6 address' },
  quantity: { test: isQuantity, problem: 'is not a quantity such as `100m`, `1.5` or `128Mi`' },
};

function isDateTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text));
}

function ofFormat(name: string): Check {
  const format = formats[name];
  return ofStrings((text) => format?.test(text) ?? true, format?.problem ?? '');
}
