/*
 * What a scalar means. Source: `resolve.go` of go.yaml.in/yaml/v2. It is YAML 1.1 with habits of its own: `y`, `yes` and `on` are
 * booleans, `010` and `0o10` are 8, prefixes may be in upper case, there are no base-60 numbers, and a date stays a text.
 */

export type Scalar = null | boolean | number | string;

const words = (text: string): string[] => text.split(' ');
const named = new Map<string, Scalar>([
  ...words('y Y yes Yes YES true True TRUE on On ON').map((word): [string, Scalar] => [word, true]),
  ...words('n N no No NO false False FALSE off Off OFF').map((word): [string, Scalar] => [word, false]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, Scalar] => [word, null]),
  ...words('.nan .NaN .NAN').map((word): [string, Scalar] => [word, Number.NaN]),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF').map((word): [string, Scalar] => [word, Number.POSITIVE_INFINITY]),
  ...words('-.inf -.Inf -.INF').map((word): [string, Scalar] => [word, Number.NEGATIVE_INFINITY]),
]);

/** How every number begins but those that begin with a dot. */
const numeric = /^[-+0-9]/;
const shortDecimal = /^[-+]?(?:0|[1-9][0-9]{0,14})$/;
const based = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
/** What is left of a binary number behind `0b` may have a sign of its own. */
const signedBinary = /^(-?)0b([-+]?)([01]+)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const dotFloat = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;

const least = -(2n ** 63n);
const most = 2n ** 64n - 1n;

/** What a scalar without quotes and tags means: null, a boolean, a number or the text itself. */
export function resolvePlainScalar(text: string): Scalar {
  const known = named.get(text);
  if (known !== undefined) return known;
  if (text.startsWith('.')) return dotFloat.test(text) ? (finite(text.replaceAll('_', '')) ?? text) : text;
  if (!numeric.test(text)) return text;
  if (shortDecimal.test(text)) return Number(text) + 0;
  const plain = text.replaceAll('_', '');
  const integer = integerOf(plain);
  if (integer !== undefined) return Number(integer);
  return (float.test(plain) ? finite(plain) : undefined) ?? text;
}

/** A whole number of at most 64 bits, exactly; undefined for any other text. */
export function integerOf(plain: string): bigint | undefined {
  const match = based.exec(plain);
  if (!match) return binaryOf(plain);
  const [, sign, hexadecimal, binary, octal, decimal] = match;
  const digits = hexadecimal ? `0x${hexadecimal}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
  const value = BigInt(digits);
  return inRange(sign === '-' ? -value : value, sign !== '');
}

function binaryOf(plain: string): bigint | undefined {
  const [, before, behind = '', digits = ''] = signedBinary.exec(plain) ?? [];
  if (before === undefined || (before === '-' && behind !== '')) return undefined;
  const value = BigInt(`0b${digits}`);
  return inRange(before === '-' || behind === '-' ? -value : value, before !== '' || behind !== '');
}

/** Signed numbers have 63 bits, those without a sign 64. */
function inRange(value: bigint, signed: boolean): bigint | undefined {
  return value >= least && value <= (signed ? most / 2n : most) ? value : undefined;
}

function finite(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Does this scalar hold a whole number, not merely a number without a fraction? */
export function isIntegerText(text: string): boolean {
  return numeric.test(text) && integerOf(text.replaceAll('_', '')) !== undefined;
}
