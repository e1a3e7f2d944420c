/** Any part of a structure, at any depth; of a list, some items; of an enum, also the texts it stands for. */
export type DeepPartial<T> = T extends string
  ? T | `${T}`
  : T extends readonly (infer Item)[]
    ? readonly DeepPartial<Item>[]
    : T extends object
      ? { readonly [Field in keyof T]?: DeepPartial<T[Field]> }
      : T;
