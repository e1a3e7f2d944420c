import { isMapping } from '../manifest/mapping';

/**
 * Reads one value of a manifest, whatever stands there: what has the wrong type is `empty`, so that a malformed object
 * never stops the index. Saying that it is malformed is the checker's task.
 */
export interface Decoder<T> {
  decode(value: unknown): T;
  /** What stands for a missing or malformed value where one is needed, as in a list, whose indexes must keep their meaning. */
  readonly empty: T;
}

export type Decoded<D> = D extends Decoder<infer T> ? T : never;

type Fields = Readonly<Record<string, Decoder<unknown>>>;

export const text: Decoder<string> = { decode: (value) => (typeof value === 'string' ? value : ''), empty: '' };

export const number: Decoder<number> = { decode: (value) => (typeof value === 'number' ? value : 0), empty: 0 };

export const flag: Decoder<boolean> = { decode: (value) => value === true, empty: false };

export const anything: Decoder<unknown> = { decode: (value) => value, empty: undefined };

export function list<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return { decode: (value) => (Array.isArray(value) ? value.map((entry) => item.decode(entry)) : []), empty: [] };
}

/** Named values; one that is null is not there, as the API server sees it. */
export function map<T>(item: Decoder<T>): Decoder<Readonly<Record<string, T>>> {
  return {
    decode: (value) => {
      const out: Record<string, T> = {};
      if (isMapping(value)) for (const key in value) if (value[key] !== null) out[key] = item.decode(value[key]);
      return out;
    },
    empty: {},
  };
}

/** An object of known fields. A field that is absent or null stays absent, as protobuf reads it. */
export function record<F extends Fields>(fields: F): Decoder<{ readonly [K in keyof F]?: Decoded<F[K]> }> {
  const decoders = new Map<string, Decoder<unknown>>(Object.entries(fields));
  return {
    decode: (value) => {
      const out: Record<string, unknown> = {};
      if (isMapping(value)) {
        for (const name in value) {
          const field = value[name];
          const decoder = field === null || field === undefined ? undefined : decoders.get(name);
          if (decoder) out[name] = decoder.decode(field);
        }
      }
      return out as { readonly [K in keyof F]?: Decoded<F[K]> };
    },
    empty: {},
  };
}
