import { defineScalarTag, FAILSAFE_SCHEMA, mergeTag, NOT_RESOLVED, nullYaml11Tag, Schema } from 'js-yaml';

/*
 * Scalars as Kubernetes reads them. Source: `resolve` in sigs.k8s.io/yaml/goyaml.v2, which kubectl and every client use. It is
 * YAML 1.1 with a few habits of its own: `y`, `yes` and `on` are booleans, `010` is 8, `0o17` is 15, there are no base-60 numbers,
 * and a date stays a string.
 */

const words = (text: string): string[] => text.split(' ');
const booleans = new Map<string, boolean>([
  ...words('y Y yes Yes YES true True TRUE on On ON').map((word): [string, boolean] => [word, true]),
  ...words('n N no No NO false False FALSE off Off OFF').map((word): [string, boolean] => [word, false]),
]);
const specialFloats = new Map<string, number>([
  ...words('.nan .NaN .NAN').map((word): [string, number] => [word, Number.NaN]),
  ...words('.inf .Inf .INF +.inf +.Inf +.INF').map((word): [string, number] => [word, Number.POSITIVE_INFINITY]),
  ...words('-.inf -.Inf -.INF').map((word): [string, number] => [word, Number.NEGATIVE_INFINITY]),
]);

const decimal = /^[-+]?(?:0|[1-9][0-9]*)$/;
const based = /^([-+]?)0(?:x([0-9a-fA-F]+)|b([01]+)|[oO]?([0-7]+))$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function parseInteger(text: string): number | undefined {
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (decimal.test(plain)) return Number(plain);
  const match = based.exec(plain);
  if (!match) return undefined;
  const [, sign, hexadecimal, binary, octal] = match;
  const value = Number.parseInt(hexadecimal ?? binary ?? octal ?? '', hexadecimal ? 16 : binary ? 2 : 8);
  return sign === '-' ? -value : value;
}

function parseFloatOf(text: string): number | undefined {
  const special = specialFloats.get(text);
  if (special !== undefined) return special;
  const plain = text.replaceAll('_', '');
  return float.test(plain) ? Number(plain) : undefined;
}

const digits = [...'0123456789'];

const booleanTag = defineScalarTag<boolean>('tag:yaml.org,2002:bool', {
  implicit: true,
  implicitFirstChars: [...'yYnNtTfFoO'],
  resolve: (text) => booleans.get(text) ?? NOT_RESOLVED,
  identify: () => false,
});
const integerTag = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: [...digits, '-', '+'],
  resolve: (text) => parseInteger(text) ?? NOT_RESOLVED,
  identify: () => false,
});
const floatTag = defineScalarTag<number>('tag:yaml.org,2002:float', {
  implicit: true,
  implicitFirstChars: [...digits, '-', '+', '.'],
  resolve: (text) => parseFloatOf(text) ?? NOT_RESOLVED,
  identify: () => false,
});
const binaryTag = defineScalarTag<string>('tag:yaml.org,2002:binary', {
  resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
  identify: () => false,
});
const timestampTag = defineScalarTag<string>('tag:yaml.org,2002:timestamp', { resolve: (text) => text, identify: () => false });

/** The tags of YAML 1.1 as Kubernetes' own parser resolves them. */
export const kubernetesSchema = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullYaml11Tag,
  booleanTag,
  integerTag,
  floatTag,
  mergeTag,
  binaryTag,
  timestampTag,
]);

/** What a plain (unquoted) scalar means to Kubernetes: null, a boolean, a number or the text itself. */
export function resolvePlainScalar(text: string): null | boolean | number | string {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  return booleans.get(text) ?? parseInteger(text) ?? parseFloatOf(text) ?? text;
}
