import type { Headers, Headers_HeaderOperations, HTTPRewrite } from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { headerValueProblem } from './header-value';

const token = /^[!#$%&'*+\-.^_`|~A-Za-z0-9]+$/;

/** A header name by the letter of HTTP. */
export function isHeaderName(name: string): boolean {
  return token.test(name);
}

/** What is set, added and removed on the way there and on the way back. */
export function checkHeaders(headers: Headers | undefined, at: Field): void {
  checkOperations(headers?.request, checkRequestHeader, at.at('request'));
  checkOperations(headers?.response, checkPlainHeader, at.at('response'));
}

function checkOperations(operations: Headers_HeaderOperations | undefined, checkName: (name: string, at: Field) => void, at: Field): void {
  if (operations === undefined) return;
  for (const kind of ['add', 'set'] as const) {
    for (const [name, value] of Object.entries(operations[kind] ?? {})) {
      checkName(name, at.at(kind, name));
      const problem = headerValueProblem(value);
      if (problem !== undefined)
        at.at(kind, name).error(`${quote(value)} is not a header value: ${problem}`, {
          why: 'Envoy reads `%...%` as a variable',
          fix: 'write `%%` for a percent sign',
        });
    }
  }
  for (const [index, name] of (operations.remove ?? []).entries()) checkPlainHeader(name, at.at('remove', index));
}

/** On the way there, the authority may be changed, but no other header that HTTP itself needs. */
function checkRequestHeader(name: string, at: Field): void {
  if (name === '' || !isAuthority(name)) checkPlainHeader(name, at);
}

function checkPlainHeader(name: string, at: Field): void {
  if (name === '') at.error('the header has no name');
  else if (name.startsWith(':') || name.toLowerCase() === 'host') at.error(`the header ${quote(name)} cannot be changed here`);
}

function isAuthority(name: string): boolean {
  return [':authority', 'host'].includes(name.toLowerCase());
}

/** The authority may be rewritten in one place only. */
export function checkAuthority(rewrite: HTTPRewrite | undefined, headers: Headers | undefined, at: Field): void {
  const request = headers?.request;
  const places = [
    ...(rewrite?.authority ? [{ value: rewrite.authority, at: at.at('rewrite', 'authority') }] : []),
    ...(['set', 'add'] as const).flatMap((kind) =>
      Object.entries(request?.[kind] ?? {})
        .filter(([name]) => isAuthority(name))
        .map(([name, value]) => ({ value, at: at.at('headers', 'request', kind, name) })),
    ),
  ];
  const first = places.findIndex(({ value }) => value !== '');
  const second = first < 0 ? undefined : places[first + 1];
  if (second !== undefined)
    second.at.error(`the authority is set twice: to ${quote(places[first]?.value ?? '')} and to ${quote(second.value)}`);
}
