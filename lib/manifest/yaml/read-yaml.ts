import { type Decoded, decode } from './decode';
import { type Parsed, parseDocument } from './parser';
import { YamlError } from './yaml-error';

/**
 * The first document of a text as sigs.k8s.io/yaml reads it, which kubectl and every client of Kubernetes use.
 *
 * @throws YamlError when they reject the text
 */
export function readYaml(text: string): Decoded & Pick<Parsed, 'ignored'> {
  const { root, ignored } = readNodes(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  return { ...decode(root), ignored };
}

/** As `readYaml`, not yet turned into values: where everything is in the text, which begins with no byte order mark. */
export function readNodes(text: string): Parsed {
  const odd = forbidden.exec(text);
  if (odd) throw new YamlError(`${nameOf(odd[0])} may not stand in YAML`, odd.index, 'write it as an escape in double quotes');
  return parseDocument(text);
}

/** What is neither printed nor a tab or a line break. Half a surrogate pair stands for a byte that is not UTF-8. */
const forbidden = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function nameOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xdc80 && code <= 0xdcff) return `the byte 0x${(code - 0xdc00).toString(16)}, which is not UTF-8,`;
  return `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
