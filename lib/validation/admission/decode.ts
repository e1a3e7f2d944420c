import { isMapping } from '../../manifest/mapping';
import { closest } from '../../text';
import { describe, quote } from '../values/describe';
import type { Field } from '../violation';
import { refuse, scalarDecoder } from './decode-scalars';
import { enumValues, type MessageField, messageFields, messageNames } from './messages';

/** Reads one value at its field. Complains and returns undefined when istiod could not read it. */
type Decode = (value: unknown, at: Field, onUnknown: OnUnknown) => unknown;

/** Hears of fields that a message does not have. */
export type OnUnknown = (name: string, at: Field, known: readonly string[]) => void;

const passOver: OnUnknown = () => undefined;

/**
 * An object's `spec` as istiod holds it after decoding: only what is given and not the default, enums by name, durations in
 * nanoseconds, bytes as bytes. Unknown fields are passed over, as istiod does. Where a value has the wrong form, it complains.
 * Source: `jsonpb.Unmarshaler` of golang/protobuf, which istiod uses.
 *
 * @param type - full name of the message, for example `istio.networking.v1alpha3.Gateway`
 * @param onUnknown - hears of unknown fields. @default - nobody does
 */
export function decodeMessage(type: string, value: unknown, at: Field, onUnknown = passOver): Readonly<Record<string, unknown>> {
  if (value === null || value === undefined) return {};
  if (!isMapping(value)) {
    at.error(`${describe(value)} where an object belongs`);
    return {};
  }
  if (onUnknown !== passOver) listenForUnknown(type, value, at, onUnknown);
  const message: Record<string, unknown> = {};
  const oneofs = new Map<string, string>();
  for (const { field, decode } of decodersOf(type)) {
    const key = Object.hasOwn(value, field.json) ? field.json : field.name;
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    if (given === undefined || given === null) continue;
    const decoded = decode(given, at.at(key), onUnknown);
    if (decoded === undefined) continue;
    if (field.oneof !== undefined) {
      const before = oneofs.get(field.oneof);
      if (before !== undefined) delete message[before];
      oneofs.set(field.oneof, field.json);
    }
    message[field.json] = decoded;
  }
  return message;
}

function listenForUnknown(type: string, value: Readonly<Record<string, unknown>>, at: Field, onUnknown: OnUnknown): void {
  const fields = messageFields(type) ?? [];
  const known = new Set(fields.flatMap(({ name, json }) => [name, json]));
  for (const name of Object.keys(value)) if (!known.has(name)) onUnknown(name, at.at(name), [...known]);
}

interface FieldDecoder {
  readonly field: MessageField;
  readonly decode: Decode;
}

const decoders = new Map<string, readonly FieldDecoder[]>();

function decodersOf(type: string): readonly FieldDecoder[] {
  let known = decoders.get(type);
  if (known === undefined) {
    known = (messageFields(type) ?? []).map((field) => ({ field, decode: fieldDecoder(field) }));
    decoders.set(type, known);
  }
  return known;
}

function fieldDecoder(field: MessageField): Decode {
  const single = singleDecoder(field.type);
  if (field.mapKey !== undefined) return mapDecoder(field.mapKey, single);
  if (field.repeated) return listDecoder(single);
  const keepsDefault = field.oneof !== undefined || isMessage(field.type);
  return keepsDefault ? single : (value, at, onUnknown) => withoutDefault(single(value, at, onUnknown));
}

/** A scalar that equals its default is as good as absent: protobuf cannot tell the two apart. */
function withoutDefault(value: unknown): unknown {
  const isDefault = value === '' || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
  return isDefault ? undefined : value;
}

function isMessage(type: string): boolean {
  return type.includes('.') && enumValues(type) === undefined;
}

/** An empty list is an absent list; a `null` in a list is the type's default. */
function listDecoder(single: Decode): Decode {
  return (value, at, onUnknown) => {
    if (!Array.isArray(value)) return refuse(value, 'a list', at);
    return value.length === 0 ? undefined : value.map((item, index) => single(item, at.at(index), onUnknown));
  };
}

/** An entry that is `null` never reaches istiod: the API server drops it. */
function mapDecoder(keyType: string, single: Decode): Decode {
  const decodeKey = keyType === 'string' ? undefined : singleDecoder(keyType);
  return (value, at, onUnknown) => {
    if (!isMapping(value)) return refuse(value, 'an object', at);
    const given = Object.entries(value).filter(([, item]) => item !== null);
    const entries = given.map(([key, item]) => {
      decodeKey?.(key, at.at(key), onUnknown);
      return [key, single(item, at.at(key), onUnknown)] as const;
    });
    return Object.fromEntries(entries);
  };
}

function singleDecoder(type: string): Decode {
  if (type === 'google.protobuf.Any') return decodeAny;
  const scalar = scalarDecoder(type);
  if (scalar !== undefined) return scalar;
  return messageFields(type) === undefined ? (value) => value : (value, at, onUnknown) => decodeMessage(type, value, at, onUnknown);
}

/** A message that names its own type: `@type: type.googleapis.com/envoy...`. */
function decodeAny(value: unknown, at: Field, onUnknown: OnUnknown): unknown {
  if (value === null) return {};
  if (!isMapping(value)) return refuse(value, 'an object', at);
  const { '@type': url, ...fields } = value;
  if (typeof url !== 'string') {
    at.at('@type').error('the message does not name its type', { fix: 'write `"@type": type.googleapis.com/<name of the message>`' });
    return undefined;
  }
  const type = url.slice(url.lastIndexOf('/') + 1);
  if (messageFields(type) === undefined) return isElsewhere(type) ? fields : unknownType(type, at.at('@type'));
  return decodeMessage(type, fields, at, onUnknown);
}

/** Types that istiod may know and the imports do not hold. */
function isElsewhere(type: string): boolean {
  return /^(google|opentelemetry|io\.prometheus|cel)\./.test(type);
}

function unknownType(type: string, at: Field): undefined {
  const near = closest(type, messageNames());
  const fix = near ?? (type.includes('.v2.') ? 'the same type of Envoy API v3' : undefined);
  at.error(
    `${quote(type)} is not a type that istiod knows`,
    fix === undefined ? {} : { fix: near === undefined ? `use ${fix}` : `did you mean \`${near}\`?` },
  );
  return undefined;
}
