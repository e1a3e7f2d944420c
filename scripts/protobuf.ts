/** A message of a `.proto` file. */
export interface ProtobufMessage {
  readonly name: string;
  readonly fields: readonly ProtobufField[];
}

/** One field. `type` is a scalar's name, or the full name of a message or an enum. */
export interface ProtobufField {
  /** As the `.proto` file has it; JSON writes `min_protocol_version` as `minProtocolVersion`. */
  readonly name: string;
  readonly json: string;
  readonly type: string;
  readonly repeated?: true;
  /** Type of the keys, when it is a map. */
  readonly mapKey?: string;
  /** The fields of one `oneof` exclude each other. */
  readonly oneof?: string;
}

export interface ProtobufFile {
  readonly messages: readonly ProtobufMessage[];
  /** Name → number of every value, by full name of the enum. */
  readonly enums: Readonly<Record<string, Record<string, number>>>;
}

/** What `imports/schemas/<name>.protobuf.json` holds: a field as `?oneof []{key}type`, of which only the type must be there. */
export function compactProtobuf({ messages, enums }: ProtobufFile) {
  const encode = ({ type, repeated, mapKey, oneof }: ProtobufField) =>
    `${oneof ? `?${oneof} ` : ''}${repeated ? '[]' : ''}${mapKey ? `{${mapKey}}` : ''}${type}`;
  return {
    messages: Object.fromEntries(
      messages.map(({ name, fields }) => [name, Object.fromEntries(fields.map((field) => [field.name, encode(field)]))]),
    ),
    enums,
  };
}

/** One file out of many, with the messages whose names begin so and all that they need. */
export function mergeFiles(files: readonly ProtobufFile[], beginnings: 'all' | readonly string[]): ProtobufFile {
  const messages = new Map(files.flatMap((file) => file.messages).map((message) => [message.name, message]));
  const enums: Record<string, Record<string, number>> = Object.assign({}, ...files.map((file) => file.enums));
  const needed = new Set<string>();
  const need = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const { type } of messages.get(name)?.fields ?? []) need(type);
  };
  for (const name of messages.keys()) if (beginnings === 'all' || beginnings.some((beginning) => name.startsWith(beginning))) need(name);
  return {
    messages: [...messages.values()].filter(({ name }) => needed.has(name)),
    enums: Object.fromEntries(Object.entries(enums).filter(([name]) => beginnings === 'all' || needed.has(name))),
  };
}

const descriptor = /const file_\w+_rawDesc = ""((?: \+\s*"(?:[^"\\]|\\.)*")+)/;

export function hasDescriptor(text: string): boolean {
  return descriptor.test(text);
}

/**
 * Reads the descriptor that every generated Go file carries (`const file_…_rawDesc = "" + "…"`): the `.proto` file in
 * protobuf's own wire format (`google/protobuf/descriptor.proto`).
 */
export function readGoDescriptor(text: string): ProtobufFile {
  const literal = descriptor.exec(text)?.[1];
  if (literal === undefined) throw new Error('the file holds no protobuf descriptor');
  const pieces = [...literal.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, piece = '']) => unquote(piece));
  const file = decode(Buffer.concat(pieces));
  const scope = `${file.text(2)}.`;
  const messages: ProtobufMessage[] = [];
  const enums: Record<string, Record<string, number>> = {};
  for (const message of file.all(4)) addMessage(message, scope, messages, enums);
  for (const declared of file.all(5)) addEnum(declared, scope, enums);
  return { messages, enums };
}

/** The bytes of one Go string literal. */
function unquote(piece: string): Buffer {
  const named: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
  const bytes: Buffer[] = [];
  for (const [, hex, point, character, plain = ''] of piece.matchAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(.))|([^\\]+)/g)) {
    if (hex !== undefined) bytes.push(Buffer.from([Number.parseInt(hex, 16)]));
    else if (point !== undefined) bytes.push(Buffer.from(String.fromCodePoint(Number.parseInt(point, 16))));
    else if (character !== undefined) bytes.push(Buffer.from([named[character] ?? character.charCodeAt(0)]));
    else bytes.push(Buffer.from(plain));
  }
  return Buffer.concat(bytes);
}

/** A message on the wire: its fields by number. */
class Wire {
  private readonly fields = new Map<number, (Buffer | number)[]>();

  add(number: number, value: Buffer | number): void {
    this.fields.set(number, [...(this.fields.get(number) ?? []), value]);
  }

  number(field: number): number | undefined {
    const value = this.fields.get(field)?.[0];
    return typeof value === 'number' ? value : undefined;
  }

  text(field: number): string {
    const value = this.fields.get(field)?.[0];
    return value instanceof Buffer ? value.toString('utf8') : '';
  }

  all(field: number): Wire[] {
    return (this.fields.get(field) ?? []).filter((value): value is Buffer => value instanceof Buffer).map((value) => decode(value));
  }
}

function decode(bytes: Buffer): Wire {
  const wire = new Wire();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const length = { 1: 8, 2: -1, 5: 4 }[tag & 7] ?? 0;
    if (length === 0) {
      wire.add(tag >> 3, varint());
    } else {
      const size = length < 0 ? varint() : length;
      wire.add(tag >> 3, bytes.subarray(at, at + size));
      at += size;
    }
  }
  return wire;
}

/** `FieldDescriptorProto.Type`, by number. */
const scalars: Record<number, string> = {
  1: 'double',
  2: 'float',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'uint64',
  7: 'uint32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  15: 'int32',
  16: 'int64',
  17: 'int32',
  18: 'int64',
};

function addMessage(message: Wire, scope: string, messages: ProtobufMessage[], enums: Record<string, Record<string, number>>): void {
  const name = scope + message.text(1);
  const entries = new Map(
    message
      .all(3)
      .filter(isMapEntry)
      .map((entry) => [`${name}.${entry.text(1)}`, entry]),
  );
  const oneofs = message.all(8).map((oneof) => oneof.text(1));
  messages.push({ name, fields: message.all(2).map((field) => readField(field, oneofs, entries)) });
  for (const nested of message.all(3)) if (!isMapEntry(nested)) addMessage(nested, `${name}.`, messages, enums);
  for (const declared of message.all(4)) addEnum(declared, `${name}.`, enums);
}

function isMapEntry(message: Wire): boolean {
  return message.all(7)[0]?.number(7) === 1;
}

function readField(field: Wire, oneofs: readonly string[], entries: ReadonlyMap<string, Wire>): ProtobufField {
  const names = { name: field.text(1), json: field.text(10) };
  const entry = entries.get(field.text(6).slice(1));
  if (entry) {
    const [key, value] = entry.all(2);
    return { ...names, type: value ? typeOf(value) : '', mapKey: key ? typeOf(key) : '' };
  }
  const oneof = oneofs[field.number(9) ?? -1];
  return { ...names, type: typeOf(field), ...(field.number(4) === 3 ? { repeated: true } : {}), ...(oneof ? { oneof } : {}) };
}

function typeOf(field: Wire): string {
  return scalars[field.number(5) ?? 0] ?? field.text(6).slice(1);
}

function addEnum(declared: Wire, scope: string, enums: Record<string, Record<string, number>>): void {
  enums[scope + declared.text(1)] = Object.fromEntries(declared.all(2).map((value) => [value.text(1), value.number(2) ?? 0]));
}
