import type { VirtualServiceSpecHttpHeaders } from '../../imports/networking.istio.io';
import { ConstructError } from '../errors';
import { headerName } from './header';

/** Source: Istio `Headers.HeaderOperations`. */
export interface HeaderOperations {
  /** Overwrites the header. @default - none */
  readonly set?: Readonly<Record<string, string>>;
  /** Appends a value. @default - none */
  readonly add?: Readonly<Record<string, string>>;
  /** Names of headers to take away. @default - none */
  readonly remove?: readonly string[];
}

/** Changes to headers on the way in and out. Source: Istio `Headers`. */
export interface HeaderChanges {
  /** Changes to the headers of the request, before it is sent on. @default - none */
  readonly requestHeaders?: HeaderOperations;
  /** Changes to the headers of the response, before the caller gets it. @default - none */
  readonly responseHeaders?: HeaderOperations;
}

/** @throws ConstructError `HeaderName`, `HeaderValue` */
export function renderHeaders({ requestHeaders, responseHeaders }: HeaderChanges): VirtualServiceSpecHttpHeaders | undefined {
  if (!requestHeaders && !responseHeaders) return undefined;
  return { request: requestHeaders && operations(requestHeaders), response: responseHeaders && operations(responseHeaders) };
}

function operations({ set, add, remove }: HeaderOperations): {
  set?: Record<string, string>;
  add?: Record<string, string>;
  remove?: string[];
} {
  return { set: set && values(set), add: add && values(add), remove: remove?.map(changeable) };
}

/** @throws ConstructError `HeaderName`, `HeaderValue` */
function values(headers: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, value] of Object.entries(headers)) {
    changeable(name);
    if (value !== '' && /^([^%\p{Cc}]|%%|%[^%\p{Cc}]+%)+$/u.test(value)) continue;
    throw new ConstructError('HeaderValue', `not the value of a header: \`${value}\` of \`${name}\``, {
      why: 'it is not empty, has no control characters, and writes `%` twice unless it stands for one of Envoy’s variables',
    });
  }
  return { ...headers };
}

/** A header that may be changed on the way. */
function changeable(name: string): string {
  if (name.toLowerCase() !== 'host') return headerName(name);
  throw new ConstructError('HeaderName', 'the header `host` is not changed as others are', {
    fix: "rewrite: { authority: 'example.com' }",
  });
}
