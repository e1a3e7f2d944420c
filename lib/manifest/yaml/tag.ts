import { code, isBlankOrEnd } from './characters';
import type { Cursor } from './cursor';
import { YamlError } from './yaml-error';

/** A tag as written: `!!str` has the handle `!!`, `!Ref` the handle `!`, `!<uri>` and a lone `!` have none. */
export interface TagText {
  readonly handle: string;
  readonly suffix: string;
}

const word = '[0-9A-Za-z_-]';
const uriCharacter = "[0-9A-Za-z_\\-;/?:@&=+$,.!~*'()[\\]]|%[0-9a-fA-F]{2}";
const breaks = '\\r\\n\\x85\\u2028\\u2029';

const verbatim = new RegExp(`!<((?:${uriCharacter})+)>`, 'y');
const named = new RegExp(`(!${word}*!)((?:${uriCharacter})+)`, 'y');
const local = new RegExp(`!((?:${uriCharacter})*)`, 'y');

/** A tag; the cursor stands on its `!`. */
export function scanTag(cursor: Cursor): TagText {
  const tag = tagAt(cursor);
  if (!tag || !isBlankOrEnd(cursor.code)) throw new YamlError('this is no tag: a tag ends with a space or its line', cursor.at);
  return tag;
}

function tagAt(cursor: Cursor): TagText | undefined {
  if (cursor.ahead(1) === code('<')) {
    const found = take(verbatim, cursor);
    return found && { handle: '', suffix: decoded(found[1] ?? '', cursor) };
  }
  const withHandle = take(named, cursor);
  if (withHandle) return { handle: withHandle[1] ?? '', suffix: decoded(withHandle[2] ?? '', cursor) };
  const found = take(local, cursor);
  const suffix = decoded(found?.[1] ?? '', cursor);
  // `!!` and `!x!` are handles, and a handle alone is no tag.
  if (/^[\w-]*!$/.test(suffix)) return undefined;
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

function take(pattern: RegExp, cursor: Cursor): RegExpExecArray | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (found) cursor.at = pattern.lastIndex;
  return found ?? undefined;
}

/** Bytes written as `%2A`. */
function decoded(uri: string, cursor: Cursor): string {
  if (!uri.includes('%')) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    throw new YamlError('a `%` in a tag is followed by the bytes of a character', cursor.at);
  }
}

const lineEnd = `[ \\t]*(?:#[^\\0${breaks}]*)?(?=[\\0${breaks}])`;
const version = new RegExp(`%YAML[ \\t]+(\\d{1,2})\\.(\\d{1,2})${lineEnd}`, 'y');
const tagHandle = new RegExp(`%TAG[ \\t]+(!(?:${word}*!)?)[ \\t]+((?:${uriCharacter})+)(?=[\\0 \\t${breaks}])${lineEnd}`, 'y');

/** A line that begins with `%`: the version of YAML, or what a handle of tags stands for. */
export function scanDirective(
  cursor: Cursor,
): { readonly version: string } | { readonly version?: undefined; readonly handle: string; readonly prefix: string } {
  const start = cursor.at;
  const versionText = take(version, cursor);
  if (versionText) return { version: `${Number(versionText[1])}.${Number(versionText[2])}` };
  const tagText = take(tagHandle, cursor);
  if (!tagText) throw new YamlError('a line that begins with `%` is a directive, `%YAML 1.1` or `%TAG`', start);
  return { handle: tagText[1] ?? '', prefix: decoded(tagText[2] ?? '', cursor) };
}
