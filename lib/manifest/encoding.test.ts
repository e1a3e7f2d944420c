import { decodeText } from './encoding';

/** A byte that is no part of a character, as it is shown here. */
const shown = (text: string): string => text.replace(/[\udc00-\udcff]/gu, (half) => `<${(half.charCodeAt(0) - 0xdc00).toString(16)}>`);

test.each<[what: string, bytes: string, text: string]>([
  ['nothing', '', ''],
  ['ASCII', '61 7f', 'a\x7f'],
  ['UTF-8 of two, three and four bytes', 'c3 a9 e2 82 ac f0 9f 98 80', 'é€😀'],
  ['UTF-8 with a byte order mark', 'ef bb bf 61', '\ufeffa'],
  ['UTF-16 of little endian', 'ff fe 61 00 ac 20', '\ufeffa€'],
  ['UTF-16 of big endian', 'fe ff 00 61 20 ac', '\ufeffa€'],
  ['UTF-16 of little endian, half a character at its end', 'ff fe 61 00 e9', '\ufeffa<e9>'],
  ['UTF-16 of big endian, half a character at its end', 'fe ff 00 61 e9', '\ufeffa<e9>'],
  ['half a byte order mark', 'ff 61', '<ff>a'],
  ['half the other byte order mark', 'fe 61 fe', '<fe>a<fe>'],
  ['the second half of a byte order mark', '61 fe 62', 'a<fe>b'],
  ['the second half of the other', '61 ff 62', 'a<ff>b'],
  ['the first character of three bytes behind a byte that is none', 'ff e0 a0 80', '<ff>\u0800'],
  ['a character of two bytes at the end', 'ff c3 a9', '<ff>é'],
  ['a character of four bytes at the end', 'ff f0 9f 98 80', '<ff>😀'],
  ['Latin-1', '61 e9 62', 'a<e9>b'],
  ['a byte that only goes on', '61 80 bf 62', 'a<80><bf>b'],
  ['characters around a byte that is none', 'c3 a9 ff e2 82 ac f0 9f 98 80 61', 'é<ff>€😀a'],
  ['a character of two bytes cut off', 'ff c3', '<ff><c3>'],
  ['a character of three bytes cut off', 'e2 82 61', '<e2><82>a'],
  ['a character of three bytes cut off at the end', 'e2 82', '<e2><82>'],
  ['a character of four bytes cut off', 'f0 9f 98 61 62', '<f0><9f><98>ab'],
  ['an overlong slash', 'c0 af', '<c0><af>'],
  ['half a surrogate pair', 'ed a0 80', '<ed><a0><80>'],
  ['more than Unicode has', 'f4 90 80 80', '<f4><90><80><80>'],
])('%s: %s is %j', (_, bytes, text) => {
  expect(shown(decodeText(Buffer.from(bytes.replaceAll(' ', ''), 'hex')))).toBe(text);
});
