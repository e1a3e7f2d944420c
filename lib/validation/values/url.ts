import { isIpAddress, isIpv4 } from './ip-address';

/** What the checks ask of a URL. */
export interface Url {
  /** In lower case; empty when there is none. */
  readonly scheme: string;
  /** With the port, without the user. */
  readonly host: string;
}

/** A URL as Go's `url.Parse` reads it, relative ones included. @returns undefined when Go refuses it */
export function parseUrl(text: string): Url | undefined {
  const hash = text.indexOf('#');
  if (hash < 0) return parse(text, false);
  return isEscapedWell(text.slice(hash + 1)) ? parse(text.slice(0, hash), false) : undefined;
}

/** A URL as Go's `url.ParseRequestURI` reads it: absolute, or a path from the root. @returns undefined when Go refuses it */
export function parseRequestUri(text: string): Url | undefined {
  return parse(text, true);
}

function parse(text: string, viaRequest: boolean): Url | undefined {
  if (hasControlCharacter(text) || (text === '' && viaRequest)) return undefined;
  if (text === '*') return { scheme: '', host: '' };
  if (text.startsWith(':')) return undefined;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1];
  const rest = withoutQuery(scheme === undefined ? text : text.slice(scheme.length + 1));
  return rest.startsWith('/') ? parseRooted(scheme, rest, viaRequest) : parseRootless(scheme, rest, viaRequest);
}

function parseRootless(scheme: string | undefined, rest: string, viaRequest: boolean): Url | undefined {
  if (scheme !== undefined) return { scheme: scheme.toLowerCase(), host: '' };
  const [segment = ''] = rest.split('/', 1);
  return viaRequest || segment.includes(':') || !isEscapedWell(rest) ? undefined : { scheme: '', host: '' };
}

function parseRooted(scheme: string | undefined, rest: string, viaRequest: boolean): Url | undefined {
  const lower = scheme?.toLowerCase() ?? '';
  const hasAuthority = rest.startsWith('//') && (scheme !== undefined || (!viaRequest && !rest.startsWith('///')));
  if (!hasAuthority) return isEscapedWell(rest) ? { scheme: lower, host: '' } : undefined;
  const [, authority = '', path = ''] = /^\/\/([^/]*)(.*)$/s.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const isRight = isUser(authority.slice(0, Math.max(at, 0))) && isHost(host, lower) && isEscapedWell(path);
  return isRight ? { scheme: lower, host } : undefined;
}

function withoutQuery(text: string): string {
  const mark = text.indexOf('?');
  return mark < 0 ? text : text.slice(0, mark);
}

function isUser(text: string): boolean {
  return /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text) && isEscapedWell(text);
}

function isHost(host: string, scheme: string): boolean {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) return false;
  if (bracket === 0) return isBracketedHost(host);
  const strict = scheme === 'http' || scheme === 'https';
  const colon = strict ? host.indexOf(':') : host.lastIndexOf(':');
  return (colon < 0 || /^:\d*$/.test(host.slice(colon))) && hasHostCharacters(host);
}

function isBracketedHost(host: string): boolean {
  const close = host.lastIndexOf(']');
  if (close < 0 || !/^(?::\d*)?$/.test(host.slice(close + 1))) return false;
  const address = host.slice(1, close).replace('%25', '%');
  return isIpAddress(address) && !isIpv4(address);
}

/** In a host, percent signs may only stand for bytes beyond ASCII. */
function hasHostCharacters(host: string): boolean {
  return /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}]|%[89a-fA-F][0-9a-fA-F]|%25)*$/u.test(host);
}

function isEscapedWell(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
