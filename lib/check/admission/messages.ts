import { lazily } from '../lazily';
import { read } from '../schema/schemas';

/** One field of a message of istiod. Made by `scripts/import.ts` from the generated Go code. */
export interface MessageField {
  /** As the `.proto` file has it: `min_protocol_version`. */
  readonly name: string;
  /** As JSON has it: `minProtocolVersion`. */
  readonly json: string;
  /** A scalar's name, or the full name of a message or an enum. */
  readonly type: string;
  readonly repeated?: true;
  readonly mapKey?: string;
  readonly oneof?: string;
}

/** The value names of an enum, both ways. */
export interface EnumValues {
  readonly numbers: Readonly<Record<string, number>>;
  readonly names: ReadonlyMap<number, string>;
}

const imported = lazily(
  () =>
    read('istio.protobuf') as {
      messages: Record<string, readonly MessageField[]>;
      enums: Record<string, Record<string, number>>;
    },
);

/** The fields of a message, in the order in which istiod reads them. @returns undefined when it is not one of Istio's */
export function messageFields(type: string): readonly MessageField[] | undefined {
  return imported().messages[type];
}

const enums = new Map<string, EnumValues>();

/** @returns undefined when the type is not an enum */
export function enumValues(type: string): EnumValues | undefined {
  const numbers = imported().enums[type];
  if (numbers === undefined) return undefined;
  let values = enums.get(type);
  if (values === undefined) {
    values = { numbers, names: new Map(Object.entries(numbers).map(([name, number]) => [number, name])) };
    enums.set(type, values);
  }
  return values;
}
