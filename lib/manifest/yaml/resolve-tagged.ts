import { integerOf, isIntegerText, resolvePlainScalar, type Scalar } from './resolve';

const prefix = 'tag:yaml.org,2002:';

/**
 * What a scalar with a tag means. A tag that Kubernetes does not know leaves the text as it is.
 *
 * @returns undefined when the text is nothing that the tag names
 */
export function resolveTagged(tag: string, text: string): Scalar | undefined {
  switch (tag) {
    case `${prefix}binary`:
      return decodeBase64(text);
    case `${prefix}bool`:
      return ofType(resolvePlainScalar(text), 'boolean');
    case `${prefix}null`:
      return resolvePlainScalar(text) === null ? null : undefined;
    case `${prefix}int`:
      return isIntegerText(text) ? resolvePlainScalar(text) : undefined;
    case `${prefix}float`:
      return isTooLarge(text) ? undefined : ofType(resolvePlainScalar(text), 'number');
    case `${prefix}timestamp`:
      return isTimestamp(text) ? text : undefined;
    default:
      return text;
  }
}

function ofType(value: Scalar, type: 'boolean' | 'number'): Scalar | undefined {
  return typeof value === type ? value : undefined;
}

/** Go's reader makes no floating-point number of a whole number that has 64 bits. */
function isTooLarge(text: string): boolean {
  return isIntegerText(text) && (integerOf(text.replaceAll('_', '')) ?? 0n) >= 2n ** 63n;
}

/** Base 64 as Go's decoder wants it: padded, line breaks anywhere, bits beyond the last byte ignored. */
function decodeBase64(text: string): string | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) return undefined;
  return decodeUtf8(Buffer.from(packed, 'base64'));
}

/** Go writes U+FFFD for every byte that is not part of a character. */
function decodeUtf8(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((size) => at + size <= bytes.length && isCharacter(bytes.subarray(at, at + size)));
    text += length === undefined ? '\ufffd' : bytes.toString('utf8', at, at + length);
    at += length ?? 1;
  }
  return text;
}

function isCharacter(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  return [...text].length === 1 && Buffer.from(text).equals(bytes);
}

const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/;

function isTimestamp(text: string): boolean {
  const match = timestamp.exec(text);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...time] = match.slice(1).map((part) => Number(part ?? 0));
  const [hour, minute, second] = match[4] ? time.slice(0, 3) : time.slice(3, 6);
  const days = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= days && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60;
}
