import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import type { Maybe } from './ports';

type Data = Maybe<Readonly<Record<string, string>>>;

/** Bytes that a ConfigMap or a Secret may hold. */
const mostBytes = 1024 * 1024;

/** Source: `ValidateConfigMap`. */
export function checkConfigMap({ data, binaryData }: { readonly data?: Data; readonly binaryData?: Data }, at: Field): void {
  checkData(data, at.at('data'));
  checkData(binaryData, at.at('binaryData'));
  for (const key of Object.keys(binaryData ?? {}))
    if (Object.hasOwn(data ?? {}, key)) at.at('binaryData', key).error(`the key ${quote(key)} is in \`data\` too`);
}

/** Keys that a Secret of a type must have. */
const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

interface Secret {
  readonly type?: Maybe<string>;
  readonly data?: Data;
  readonly stringData?: Data;
}

/** Source: `ValidateSecret`. */
export function checkSecret({ type, data, stringData }: Secret, at: Field): void {
  checkData(data, at.at('data'));
  checkData(stringData, at.at('stringData'));
  const all = { ...data, ...stringData };
  for (const key of requiredKeys[type ?? ''] ?? [])
    if (!Object.hasOwn(all, key)) at.at('data', key).error(`a Secret of type ${quote(type ?? '')} needs the key ${quote(key)}`);
}

function checkData(data: Data, at: Field): void {
  let bytes = 0;
  for (const [key, value] of Object.entries(data ?? {})) {
    if (!/^[-._a-zA-Z0-9]+$/.test(key) || key.length > 253 || key === '.' || key === '..' || key.startsWith('..')) {
      at.at(key).error(`${quote(key)} is not a key`, { why: 'keys are letters, digits, `-`, `_` and `.`' });
    }
    bytes += Buffer.byteLength(value ?? '');
  }
  if (bytes > mostBytes) at.error(`the data has ${bytes} bytes, at most ${mostBytes} are allowed`);
}
