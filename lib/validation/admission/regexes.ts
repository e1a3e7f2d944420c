import { quote } from '../values/describe';
import { regexProblem } from '../values/regex';
import type { Field } from '../violation';

/** Bytes that istiod takes for a pattern, so that Envoy's limits are never met. */
export const mostRegexBytes = 1024;

/** A regular expression that Envoy will run: RE2, not too long. */
export function checkRegex(pattern: string, at: Field): void {
  if (Buffer.byteLength(pattern) > mostRegexBytes) {
    at.error(`the regular expression is longer than ${mostRegexBytes} bytes`);
    return;
  }
  const problem = regexProblem(pattern);
  if (problem !== undefined)
    at.error(`${quote(pattern)} is not a regular expression: ${problem}`, {
      why: 'Envoy reads RE2: it has no look-around and no back references',
    });
}
