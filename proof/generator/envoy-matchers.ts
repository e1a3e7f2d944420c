import { regexTest } from '../../lib/route/rule/string-matcher';

/** Protobuf messages in JSON, as the generator prints them: only fields that are set are there. */
export interface Message {
  readonly [field: string]: unknown;
}

export function field(message: Message, ...path: readonly string[]): Message {
  let value: unknown = message;
  for (const step of path) value = (value as Message | undefined)?.[step];
  return (value ?? {}) as Message;
}

export function list(message: Message, name: string): readonly Message[] {
  return (message[name] ?? []) as readonly Message[];
}

export function text(message: Message, name: string): string {
  return (message[name] ?? '') as string;
}

/** Envoy's `StringMatcher`. @throws Error for a pattern that this reader does not know */
export function matchesString(matcher: Message, value: string): boolean {
  const ignoreCase = matcher.ignoreCase === true;
  const fold = (each: string) => (ignoreCase ? each.toLowerCase() : each);
  if ('exact' in matcher) return fold(text(matcher, 'exact')) === fold(value);
  if ('prefix' in matcher) return fold(value).startsWith(fold(text(matcher, 'prefix')));
  if ('suffix' in matcher) return fold(value).endsWith(fold(text(matcher, 'suffix')));
  if ('contains' in matcher) return fold(value).includes(fold(text(matcher, 'contains')));
  if ('safeRegex' in matcher) return regexTest(text(field(matcher, 'safeRegex'), 'regex'))(value);
  throw new Error(`string matcher ${JSON.stringify(matcher)}`);
}

/** Values of one header; none if it was not sent. */
export type HeaderValues = (name: string) => readonly string[];

/** Envoy's `HeaderMatcher`; any of several values may match. */
export function matchesHeader(matcher: Message, values: HeaderValues): boolean {
  const sent = values(text(matcher, 'name').toLowerCase());
  const inverted = matcher.invertMatch === true;
  if ('presentMatch' in matcher) return sent.length > 0 === (matcher.presentMatch !== inverted);
  const isMissing = sent.length === 0;
  if (isMissing && matcher.treatMissingHeaderAsEmpty !== true) return false;
  const present = isMissing ? [''] : sent;
  return present.some((value) => matchesString(field(matcher, 'stringMatch'), value)) !== inverted;
}
