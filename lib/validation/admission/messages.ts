import { lazily } from '../lazily';
import { read } from '../schema/schemas';

/** One field of a message. Made by `scripts/import.ts` from generated Go code. */
export interface MessageField {
  /** As the `.proto` file has it: `min_protocol_version`. */
  readonly name: string;
  /** As JSON has it: `minProtocolVersion`. */
  readonly json: string;
  /** A scalar's name, or the full name of a message or an enum. */
  readonly type: string;
  readonly repeated: boolean;
  /** Type of the keys, when it is a map. */
  readonly mapKey?: string;
  /** The fields of one `oneof` exclude each other. */
  readonly oneof?: string;
}

/** The value names of an enum, both ways. */
export interface EnumValues {
  readonly numbers: Readonly<Record<string, number>>;
  readonly names: ReadonlyMap<number, string>;
}

interface Imported {
  /** Message → field → `?oneof []{key}type`. */
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly enums: Readonly<Record<string, Record<string, number>>>;
}

const istio = lazily(() => read('istio.protobuf') as Imported);
/** Envoy's messages, which only an EnvoyFilter leads to. */
const envoy = lazily(() => read('envoy.protobuf') as Imported);

function importedFor(type: string): Imported {
  return /^istio\.(networking|security|telemetry|extensions|type)\./.test(type) ? istio() : envoy();
}

const messages = new Map<string, readonly MessageField[] | undefined>();

/** The fields of a message, in the order in which istiod reads them. @returns undefined when the type is not a known message */
export function messageFields(type: string): readonly MessageField[] | undefined {
  if (!messages.has(type)) {
    const stored = isComposite(type) ? importedFor(type).messages[type] : undefined;
    messages.set(type, stored && Object.entries(stored).map(readField));
  }
  return messages.get(type);
}

/** Every message of Envoy's that is known by name. */
export function messageNames(): readonly string[] {
  return Object.keys(envoy().messages);
}

function readField([name, encoded]: [name: string, encoded: string]): MessageField {
  const [, oneof, list, mapKey, type = ''] = /^(?:\?(\S+) )?(\[\])?(?:\{(\w+)\})?(\S+)$/.exec(encoded) ?? [];
  const json = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return { name, json, type, repeated: list !== undefined, ...(mapKey && { mapKey }), ...(oneof && { oneof }) };
}

const enums = new Map<string, EnumValues | undefined>();

/** @returns undefined when the type is not a known enum */
export function enumValues(type: string): EnumValues | undefined {
  if (!enums.has(type)) {
    const numbers = isComposite(type) ? importedFor(type).enums[type] : undefined;
    enums.set(type, numbers && { numbers, names: new Map(Object.entries(numbers).map(([name, number]) => [number, name])) });
  }
  return enums.get(type);
}

/** Whether a type is not a scalar, nor one of protobuf's own. */
function isComposite(type: string): boolean {
  return type.includes('.') && !type.startsWith('google.protobuf.');
}
