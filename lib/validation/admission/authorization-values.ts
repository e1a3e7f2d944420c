import { closest } from '../../text';
import { quote } from '../values/describe';
import { isCidr, isIpAddress } from '../values/ip-address';
import type { Field } from '../violation';

type Values = readonly string[] | undefined;

export function notEmpty(values: Values, at: Field): void {
  for (const [index, value] of (values ?? []).entries()) if (value === '') at.at(index).error('the value is empty');
}

export function checkAddresses(values: Values, at: Field): void {
  for (const [index, value] of (values ?? []).entries()) {
    const isRight = value.includes('/') ? isCidr(value) : isIpAddress(value);
    if (!isRight)
      at.at(index).error(
        value === '' ? 'the value is empty' : `${quote(value)} is neither an IP address nor a range such as \`10.0.0.0/8\``,
      );
  }
}

/** Ports stand as text in policies, and 0 is one. */
export function checkPortTexts(values: Values, at: Field): void {
  for (const [index, value] of (values ?? []).entries()) {
    if (!/^\d{1,20}$/.test(value) || Number(value) > 65535)
      at.at(index).error(value === '' ? 'the value is empty' : `${quote(value)} is not a port`);
  }
}

const mostServiceAccounts = 16;

/** `name` or `namespace/name`. */
export function checkServiceAccounts(values: Values, at: Field): void {
  if ((values ?? []).length > mostServiceAccounts) at.error(`more than ${mostServiceAccounts} service accounts are listed`);
  for (const [index, value] of (values ?? []).entries()) {
    const parts = value.split('/');
    if (value.includes('*')) at.at(index).error(`${quote(value)} has a wildcard, which service accounts do not know`);
    else if (parts.length > 2 || parts.includes('')) at.at(index).error(`${quote(value)} is neither \`name\` nor \`namespace/name\``);
    else if (Buffer.byteLength(value) > 320) at.at(index).error(`${quote(value)} is longer than 320 characters`);
  }
}

export function checkTrustDomains(values: Values, at: Field): void {
  checkWildcards(values, at);
  for (const [index, value] of (values ?? []).entries())
    if (value.includes('/')) at.at(index).error(`${quote(value)} has a \`/\`, which trust domains do not`);
}

/** One wildcard at most, at the start or at the end. */
function checkWildcards(values: Values, at: Field): void {
  for (const [index, value] of (values ?? []).entries()) {
    if (value === '') at.at(index).error('the value is empty');
    else if (value.slice(1, -1).includes('*') || (value.length > 1 && value.startsWith('*') && value.endsWith('*')))
      at.at(index).error(`${quote(value)} may have one \`*\`, at its start or end`);
  }
}

type ValueCheck = (values: Values, at: Field) => void;

/** What a condition may be about, and what its values must be. */
const attributes: Readonly<Record<string, ValueCheck>> = {
  'source.ip': checkAddresses,
  'remote.ip': checkAddresses,
  'source.namespace': notEmpty,
  'source.serviceAccount': checkServiceAccounts,
  'source.principal': notEmpty,
  'source.trustDomain': checkWildcards,
  'request.auth.principal': notEmpty,
  'request.auth.audiences': notEmpty,
  'request.auth.presenter': notEmpty,
  'destination.ip': checkAddresses,
  'destination.port': checkPortTexts,
  'connection.sni': notEmpty,
};

/** Attributes with a name in brackets: `request.headers[x-user]`. */
const keyed = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];

export function checkAttribute(key: string, values: readonly string[], at: Field, field: string): void {
  notEmpty(values, at.at(field));
  if (keyed.some((prefix) => key.startsWith(prefix))) {
    const open = key.indexOf('[');
    if (!key.endsWith(']') || open < 1 || open >= key.length - 2)
      at.at('key').error(`${quote(key)} needs a name in brackets`, { fix: 'write it as `request.headers[name]`' });
    return;
  }
  const check = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (check === undefined) unknownAttribute(key, at.at('key'));
  else if (check !== notEmpty) check(values, at.at(field));
}

function unknownAttribute(key: string, at: Field): void {
  const near = closest(key, [...Object.keys(attributes), ...keyed]);
  const replaced: Readonly<Record<string, string>> = {
    'destination.namespace': "the policy's own namespace",
    'destination.labels': 'the selector of the policy',
  };
  const name = Object.keys(replaced).find((old) => key.startsWith(old));
  if (name !== undefined) at.error(`${quote(key)} is decided by ${replaced[name]}`);
  else at.error(`${quote(key)} is not an attribute of a request`, near === undefined ? {} : { fix: `did you mean \`${near}\`?` });
}
