/*
 * In place of `lib/route/policy/jwks.ts` in a page, where keys are checked by promises alone.
 */

/** A token whose signature a page would have to check. */
export class SignatureNotChecked extends Error {}

/** @throws SignatureNotChecked always: better no answer than one that was not looked at */
export function verifySignature(): never {
  throw new SignatureNotChecked('the signature of a token is not checked in a page');
}
