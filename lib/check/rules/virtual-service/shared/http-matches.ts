import type { FieldReader } from '../../../../manifest/field';

/** All conditions of all HTTP rules of a VirtualService, in their order. */
export function httpMatches(spec: FieldReader): FieldReader[] {
  return spec.at('http').items.flatMap((http) => http.at('match').items);
}
