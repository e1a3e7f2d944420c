import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import type { Maybe } from './field-checks';

/** Values are strings; where they are bytes, Go accepts a list of numbers too. */
type Data = Maybe<Readonly<Record<string, string | readonly number[]>>>;

/** Bytes that a ConfigMap or a Secret may hold. */
const mostBytes = 1024 * 1024;

/** Source: `ValidateConfigMap`. */
export function checkConfigMap({ data, binaryData }: { readonly data?: Data; readonly binaryData?: Data }, at: Field): void {
  checkKeys(data, at.at('data'));
  checkKeys(binaryData, at.at('binaryData'));
  for (const key of Object.keys(binaryData ?? {}))
    if (Object.hasOwn(data ?? {}, key)) at.at('binaryData', key).error(`the key ${quote(key)} is in \`data\` too`);
  checkSize(sizeOf(data, 'utf8') + sizeOf(binaryData, 'base64'), at.at('data'));
}

interface Secret {
  readonly metadata?: Maybe<{ readonly annotations?: Maybe<Readonly<Record<string, string>>> }>;
  readonly type?: Maybe<string>;
  readonly data?: Data;
  readonly stringData?: Data;
}

/** Source: `ValidateSecret`. Entries of `stringData` take the place of those of `data`. */
export function checkSecret({ metadata, type, data, stringData }: Secret, at: Field): void {
  checkKeys(data, at.at('data'));
  checkKeys(stringData, at.at('stringData'));
  const own = Object.fromEntries(Object.entries(data ?? {}).filter(([key]) => !Object.hasOwn(stringData ?? {}, key)));
  checkSize(sizeOf(own, 'base64') + sizeOf(stringData, 'utf8'), at.at('data'));
  checkSecretType({ type, data: own, stringData }, at);
  const account = 'kubernetes.io/service-account.name';
  if (type === 'kubernetes.io/service-account-token' && !metadata?.annotations?.[account])
    at.at('metadata', 'annotations', account).error('the token names no service account', {
      fix: `write its name into the annotation \`${account}\``,
    });
}

/** Keys that a Secret of a type must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function checkSecretType({ type, data, stringData }: Secret, at: Field): void {
  const bytesOf = (key: string) => {
    const text = stringData?.[key];
    const value = data?.[key];
    return text === undefined ? value !== undefined && bytes(value, 'base64') : bytes(text, 'utf8');
  };
  for (const key of requiredKeys[type ?? ''] ?? []) {
    const value = bytesOf(key);
    if (!value || (key === 'ssh-privatekey' && value.length === 0))
      at.at('data', key).error(`a Secret of type ${quote(type ?? '')} needs the key ${quote(key)}`);
    else if (key.startsWith('.docker') && !isJsonObject(value.toString()))
      at.at('data', key).error(`${quote(key)} does not hold a JSON object`, {
        why: `a Secret of type ${quote(type ?? '')} holds the configuration of Docker`,
      });
  }
  if (type === 'kubernetes.io/basic-auth' && !bytesOf('username') && !bytesOf('password'))
    at.at('data').error(`a Secret of type ${quote(type)} needs the key \`username\` or \`password\``);
}

/** What Go reads into a map: `null` leaves it empty. */
function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value);
  } catch {
    return false;
  }
}

function checkKeys(data: Data, at: Field): void {
  for (const key of Object.keys(data ?? {})) checkDataKey(key, at.at(key));
}

/** A key of a ConfigMap or Secret, where it stands or where it is named. Source: `IsConfigMapKey`. */
export function checkDataKey(key: string, at: Field): void {
  if (!/^[-._a-zA-Z0-9]+$/.test(key) || key.length > 253 || key === '.' || key.startsWith('..'))
    at.error(`${quote(key)} is not a key`, { why: 'keys are letters, digits, `-`, `_` and `.`' });
}

type Encoding = 'utf8' | 'base64';

function bytes(value: string | readonly number[], encoding: Encoding): Buffer {
  return typeof value === 'string' ? Buffer.from(value, encoding) : Buffer.from(value);
}

function sizeOf(data: Data, encoding: Encoding): number {
  return Object.values(data ?? {}).reduce(
    (sum, value) => sum + (typeof value === 'string' ? Buffer.byteLength(value, encoding) : value.length),
    0,
  );
}

function checkSize(size: number, at: Field): void {
  if (size > mostBytes) at.error(`the data has ${size} bytes, at most ${mostBytes} are allowed`);
}
