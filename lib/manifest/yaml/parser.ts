import type { Node, NodeKind } from './node';
import { Scanner } from './scanner';
import type { Token, TokenType } from './token';
import { YamlError } from './yaml-error';

/**
 * The first document of a text, as `parserc.go` of go.yaml.in/yaml/v2 reads it. Kubernetes reads no further: what follows a `...` is never
 * looked at.
 *
 * @throws YamlError
 */
export function parseDocument(text: string): Parsed {
  const parser = new Parser(text);
  const root = parser.document();
  return { root, ignored: parser.ignored };
}

/** A document as it is written. */
export interface Parsed {
  /** Undefined when the text holds nothing. */
  readonly root: Node | undefined;
  /** Where text begins that Kubernetes does not look at. @default - there is none */
  readonly ignored: number | undefined;
}

class Parser {
  ignored: number | undefined;
  private readonly scanner: Scanner;
  private readonly anchors = new Map<string, Node>();
  private tagPrefixes = new Map<string, string>();

  constructor(text: string) {
    this.scanner = new Scanner(`${text}\0`);
  }

  document(): Node | undefined {
    const first = this.scanner.peek();
    if (first.type === 'stream-end') return undefined;
    const isExplicit = first.type === 'document-start' || isDirective(first.type);
    this.readDirectives();
    if (!isExplicit) return this.ended(this.node(true));
    const start = this.scanner.peek();
    if (start.type !== 'document-start') {
      throw new YamlError('a directive is followed by its document', start.start, 'remove the line that begins with `%`');
    }
    this.scanner.skip();
    const { type, start: at } = this.scanner.peek();
    const isEmpty = isDirective(type) || type === 'document-start' || type === 'document-end' || type === 'stream-end';
    return this.ended(isEmpty ? nothing(at) : this.node(true));
  }

  /** The document ends where the next token is none of it, so that token has to be one. */
  private ended(root: Node): Node {
    if (this.scanner.peek().type === 'document-end') this.scanner.skip();
    this.ignored = this.rest();
    return root;
  }

  /** Where more begins; it need not be YAML. */
  private rest(): number | undefined {
    try {
      const { type, start } = this.scanner.peek();
      return type === 'stream-end' ? undefined : start;
    } catch (error) {
      return error instanceof YamlError ? error.offset : undefined;
    }
  }

  private readDirectives(): void {
    let version: string | undefined;
    for (let token = this.scanner.peek(); isDirective(token.type); token = this.scanner.peek()) {
      if (token.type === 'version-directive') {
        if (version !== undefined) throw new YamlError('a document has one `%YAML` directive', token.start);
        version = token.value;
        if (version !== '1.1') throw new YamlError(`Kubernetes reads YAML 1.1, not ${version}`, token.start, '%YAML 1.1');
      } else {
        if (this.tagPrefixes.has(token.value)) throw new YamlError(`the handle \`${token.value}\` is declared twice`, token.start);
        this.tagPrefixes.set(token.value, token.suffix);
      }
      this.scanner.skip();
    }
    this.tagPrefixes = new Map([['!', '!'], ['!!', 'tag:yaml.org,2002:'], ...this.tagPrefixes]);
  }

  /** @param block whether a block may stand here, and below a key even a list that is not indented */
  private node(block: boolean, belowKey = false): Node {
    let token = this.scanner.peek();
    if (token.type === 'alias') return this.alias(token);
    let anchor: string | undefined;
    let tag: string | undefined;
    // An anchor and a tag, in either order.
    while ((token.type === 'anchor' && anchor === undefined) || (token.type === 'tag' && tag === undefined)) {
      if (token.type === 'anchor') anchor = token.value;
      else tag = this.tagOf(token);
      this.scanner.skip();
      token = this.scanner.peek();
    }
    return this.content(token, { block, belowKey, anchor, tag: tag ?? '' });
  }

  private content(token: Token, place: { block: boolean; belowKey: boolean; anchor: string | undefined; tag: string }): Node {
    const { block, belowKey, anchor, tag } = place;
    const make = (kind: NodeKind) => this.anchored(anchor, collection(kind, token.start, tag));
    if (belowKey && token.type === 'block-entry') return this.unindentedList(make('sequence'));
    if (token.type === 'scalar') {
      this.scanner.skip();
      const { value, style, start } = token;
      const isPlain = tag === '!' || (tag === '' && style === '');
      return this.anchored(anchor, { kind: 'scalar', start, tag, value, style, isPlain, children: [] });
    }
    if (token.type === 'flow-sequence') return this.flowList(make('sequence'));
    if (token.type === 'flow-mapping') return this.flowMapping(make('mapping'));
    if (block && token.type === 'block-sequence') return this.blockList(make('sequence'));
    if (block && token.type === 'block-mapping') return this.blockMapping(make('mapping'));
    if (anchor !== undefined || tag !== '') return this.anchored(anchor, { ...nothing(-1), tag, isPlain: tag === '' });
    throw unexpected(token);
  }

  private anchored(anchor: string | undefined, node: Node): Node {
    if (anchor !== undefined) this.anchors.set(anchor, node);
    return node;
  }

  private alias({ value, start }: Token): Node {
    this.scanner.skip();
    const target = this.anchors.get(value);
    if (!target) throw new YamlError(`the alias \`*${value}\` has no anchor \`&${value}\``, start);
    return { kind: 'alias', start, tag: '', value, style: '', isPlain: false, children: [], target };
  }

  private tagOf({ value: handle, suffix, start }: Token): string {
    if (handle === '') return suffix;
    const prefix = this.tagPrefixes.get(handle);
    if (prefix === undefined) throw new YamlError(`the handle \`${handle}\` of this tag is not declared`, start);
    return prefix + suffix;
  }

  private blockList(list: Node): Node {
    this.scanner.skip();
    for (;;) {
      const token = this.scanner.peek();
      this.scanner.skip();
      if (token.type === 'block-end') return list;
      if (token.type !== 'block-entry') throw new YamlError('a list item begins with `-` at the column of the others', token.start);
      list.children.push(this.isNext('block-entry', 'block-end') ? nothing(-1) : this.node(true));
    }
  }

  private unindentedList(list: Node): Node {
    while (this.isNext('block-entry')) {
      this.scanner.skip();
      list.children.push(this.isNext('block-entry', 'key', 'value', 'block-end') ? nothing(-1) : this.node(true));
    }
    return list;
  }

  private blockMapping(mapping: Node): Node {
    this.scanner.skip();
    const one = () => (this.isNext('key', 'value', 'block-end') ? nothing(-1) : this.node(true, true));
    for (;;) {
      const token = this.scanner.peek();
      if (token.type === 'block-end') {
        this.scanner.skip();
        return mapping;
      }
      if (token.type !== 'key') throw new YamlError('here a key of the mapping is expected', token.start, indentationFix(token));
      this.scanner.skip();
      mapping.children.push(one(), this.skipped('value') ? one() : nothing(-1));
    }
  }

  private flowList(list: Node): Node {
    const open = this.scanner.peek().start;
    this.scanner.skip();
    while (!this.isNext('flow-sequence-end')) {
      if ((list.children.length > 0 && !this.skipped('flow-entry')) || this.isNext('stream-end')) throw this.notClosed('[', open);
      if (this.skipped('key')) list.children.push(this.pair());
      else if (!this.isNext('flow-sequence-end')) list.children.push(this.node(false));
    }
    this.scanner.skip();
    return list;
  }

  /** `[a: b]` holds a mapping of one entry. */
  private pair(): Node {
    const mapping = collection('mapping', this.scanner.peek().start, '');
    const hasKey = !this.isNext('value', 'flow-entry', 'flow-sequence-end');
    const key = hasKey ? this.node(false) : nothing(-1);
    // Without a key the token that shows it is lost, in Go's reader as in libyaml.
    if (!hasKey) this.scanner.skip();
    const hasValue = this.skipped('value') && !this.isNext('flow-entry', 'flow-sequence-end');
    mapping.children.push(key, hasValue ? this.node(false) : nothing(-1));
    return mapping;
  }

  private flowMapping(mapping: Node): Node {
    const open = this.scanner.peek().start;
    this.scanner.skip();
    while (!this.isNext('flow-mapping-end')) {
      if ((mapping.children.length > 0 && !this.skipped('flow-entry')) || this.isNext('stream-end')) throw this.notClosed('{', open);
      if (this.skipped('key')) this.flowEntry(mapping);
      else if (!this.isNext('flow-mapping-end')) {
        mapping.children.push(this.node(false), nothing(-1));
        this.scanner.peek();
      }
    }
    this.scanner.skip();
    return mapping;
  }

  private flowEntry(mapping: Node): void {
    const key = this.isNext('value', 'flow-entry', 'flow-mapping-end') ? nothing(-1) : this.node(false);
    const hasValue = this.skipped('value') && !this.isNext('flow-entry', 'flow-mapping-end');
    mapping.children.push(key, hasValue ? this.node(false) : nothing(-1));
  }

  private notClosed(bracket: '[' | '{', open: number): YamlError {
    const { type, start } = this.scanner.peek();
    const closing = bracket === '[' ? ']' : '}';
    if (type === 'stream-end') return new YamlError(`\`${bracket}\` is not closed`, open, `a \`${closing}\` at its end`);
    return new YamlError(`a \`,\` or \`${closing}\` is expected here`, start);
  }

  private isNext(...types: TokenType[]): boolean {
    return types.includes(this.scanner.peek().type);
  }

  private skipped(type: TokenType): boolean {
    if (this.scanner.peek().type !== type) return false;
    this.scanner.skip();
    return true;
  }
}

const isDirective = (type: TokenType): boolean => type === 'version-directive' || type === 'tag-directive';

const collection = (kind: NodeKind, start: number, tag: string): Node => ({
  kind,
  start,
  tag,
  value: '',
  style: '',
  isPlain: false,
  children: [],
});

/** A value that is left out. */
const nothing = (start: number): Node => ({ kind: 'scalar', start, tag: '', value: '', style: '', isPlain: true, children: [] });

function unexpected({ type, start }: Token): YamlError {
  if (type === 'stream-end') return new YamlError('a value is missing at the end', start);
  if (type === 'flow-sequence-end' || type === 'flow-mapping-end') return new YamlError('this bracket was never opened', start);
  return new YamlError('a value is expected here', start);
}

function indentationFix({ type }: Token): string | undefined {
  return type === 'block-mapping' || type === 'block-sequence' ? 'indent it as the other keys' : undefined;
}
