/*
 * In place of `lib/validation/schema/schemas.ts` in a page, whose data holds objects as the API server stores them: with the
 * defaults of their definitions.
 */

/** No definition is at hand. */
export function kindOf(): undefined {
  return undefined;
}
