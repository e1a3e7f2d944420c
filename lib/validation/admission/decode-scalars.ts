import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { describe } from '../values/describe';
import { parseDuration } from '../values/duration';
import type { Field } from '../violation';
import { enumValues } from './messages';

/** Reads one value at its field. Complains and returns undefined when istiod could not read it. */
type DecodeScalar = (value: unknown, at: Field) => unknown;

/** Complains that something else belongs here. */
export function refuse(value: unknown, expected: string, at: Field): undefined {
  at.error(`${describe(value)} where ${expected} belongs`);
  return undefined;
}

/** `google.protobuf` messages that stand for a scalar that may be absent. */
const wrappers: Readonly<Record<string, string>> = {
  'google.protobuf.BoolValue': 'bool',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.Int32Value': 'int32',
  'google.protobuf.Int64Value': 'int64',
  'google.protobuf.UInt32Value': 'uint32',
  'google.protobuf.UInt64Value': 'uint64',
  'google.protobuf.FloatValue': 'double',
  'google.protobuf.DoubleValue': 'double',
};

const integers: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** How a type that is no message of its own is read. @returns undefined when it is one */
export function scalarDecoder(type: string): DecodeScalar | undefined {
  const scalar = wrappers[type] ?? type;
  const range = integers[scalar];
  if (range !== undefined) return (value, at) => decodeInteger(value, range, at);
  if (enumValues(type) !== undefined) return (value, at) => decodeEnum(type, value, at);
  return simpleDecoders[scalar];
}

const simpleDecoders: Readonly<Record<string, DecodeScalar>> = {
  bool: (value, at) => (value === null ? false : typeof value === 'boolean' ? value : refuse(value, '`true` or `false`', at)),
  string: (value, at) => (value === null ? '' : typeof value === 'string' ? value : refuse(value, 'a string', at)),
  double: decodeDouble,
  float: decodeDouble,
  bytes: decodeBytes,
  'google.protobuf.Duration': decodeDuration,
  'google.protobuf.Timestamp': (value, at) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : refuse(value, 'a time', at),
  'google.protobuf.ListValue': (value, at) => (value === null || Array.isArray(value) ? (value ?? []) : refuse(value, 'a list', at)),
  'google.protobuf.Value': (value) => value,
  'google.protobuf.Struct': (value, at) => (value === null || isMapping(value) ? (value ?? {}) : refuse(value, 'an object', at)),
};

/** Whole numbers may also stand in quotes. */
function decodeInteger(value: unknown, [least, most]: readonly [bigint, bigint], at: Field): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === null || text === 'null') return 0;
  const isWhole =
    typeof text === 'bigint' ||
    (typeof text === 'number' ? Number.isInteger(text) : typeof text === 'string' && /^-?(?:0|[1-9]\d*)$/.test(text));
  if (!isWhole) return refuse(value, 'a whole number', at);
  if (typeof text === 'string' && text.length > 25) return refuse(value, 'a smaller number', at);
  const number = BigInt(text as string | number | bigint);
  if (number < least || number > most || (text === '-0' && least === 0n)) {
    at.error(`\`${value}\` is out of range: ${least} to ${most}`);
    return undefined;
  }
  return Number(number);
}

function decodeDouble(value: unknown, at: Field): unknown {
  if (value === null || value === 'null') return 0;
  if (typeof value === 'number') return value;
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  const isNumber =
    typeof value === 'string' && /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/.test(value) && Number.isFinite(Number(value));
  return isNumber ? Number(value) : refuse(value, 'a number', at);
}

function decodeBytes(value: unknown, at: Field): unknown {
  if (value === null) return new Uint8Array();
  if (Array.isArray(value)) {
    const isBytes = value.every((byte) => byte === null || (Number.isInteger(byte) && byte >= 0 && byte <= 255));
    return isBytes ? Uint8Array.from(value) : refuse(value, 'base64 text', at);
  }
  if (typeof value !== 'string') return refuse(value, 'base64 text', at);
  const compact = value.replace(/[\r\n]/g, '');
  const isBase64 = /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0;
  return isBase64 ? new Uint8Array(Buffer.from(compact, 'base64')) : refuse(value, 'base64 text', at);
}

function decodeDuration(value: unknown, at: Field): unknown {
  if (value === null) return 0n;
  if (typeof value !== 'string') return refuse(value, 'a duration such as `1.5s`', at);
  return parseDuration(value) ?? refuse(value, 'a duration such as `300ms`, `1.5s` or `1h`', at);
}

/** By name, or by number: a number that has no name is taken all the same. The first value is the default. */
function decodeEnum(type: string, value: unknown, at: Field): unknown {
  const values = enumValues(type);
  if (values === undefined) return undefined;
  if (typeof value === 'string') {
    if (Object.hasOwn(values.numbers, value)) return value;
    const near = closest(value, Object.keys(values.numbers));
    at.error(
      `${describe(value)} is not among the values ${Object.keys(values.numbers)
        .map((name) => `\`${name}\``)
        .join(', ')}`,
      near === undefined ? {} : { fix: `did you mean \`${near}\`?` },
    );
    return undefined;
  }
  const number = decodeInteger(value, [-(2n ** 31n), 2n ** 31n - 1n], at);
  return typeof number === 'number' ? (values.names.get(number) ?? number) : undefined;
}
