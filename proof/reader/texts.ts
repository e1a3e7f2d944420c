/** Numbers from a seed, the same on every machine (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const list = (text: string): string[] => text.split(' ');
export const plainWords = [
  ...list('a b c key yes No on OFF y N true FALSE null ~ Null -1 +1 0 00 010 0o17 0O17 0x1F 0X1f -0x1 0b101 0B1 0b+1 0b-1 -0b1 1_000 1__0'),
  ...list('9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809'),
  ...list(
    '0777777777777777777777 07777777777777777777777 0xFFFFFFFFFFFFFFFF 0x1FFFFFFFFFFFFFFFF 1e3 1E-2 .5 .5_0 5. 1.5e400 -.5 +.5 1e400',
  ),
  ...list('.e5 . .. -- a:b a:: :a ::a a#b http://x/y?z=1 12:30 2026-01-01 2001-12-14t21:59:43.10-05:00'),
  ...list('<< = a,b 1,2 é 日本 😀 \u00a0'),
  ...list('1.0 1.50 100000.0 1000000.0 1234567.5 0.00001 1e20 -0 -0.0 08 09.5 0_ 0x_1 1_ _1 +_1 -_ 1e5_0 0x 0b 0o 0b2'),
];
export const oddWords = list(
  '.inf -.Inf .NAN ... --- - ? : :: #c @a `a %a &x *x !x ! !! !!str !!int !!binary !<x> | > |- >+ |2 >1- \' " \\ , [a {b }c ]d \u0085 \u2028',
);
export const oddQuoted = ['"\\ud800"', '"\\/"', '"\\q"', '"\\x4"', '"a', "'b"];
export const quoted = [
  '""',
  "''",
  '"a"',
  "'a'",
  "'it''s'",
  '"a\\nb"',
  '"\\u0041"',
  '"\\x41"',
  '"\\U0001F600"',
  '"a\nb"',
  '"a\n\n b"',
  "'a\n  b'",
  '"a \\\n  b"',
  '"\\N\\_\\L\\P\\e\\0"',
  '"a: b"',
  '"a #b"',
  '"<<"',
  '"yes"',
  '"1"',
  '"\t"',
];
export const tags = list(
  '!!str !!int !!float !!bool !!null !!binary !!timestamp !!seq !!map !!merge !Ref !a!b ! !<tag:yaml.org,2002:str> !<x> !!foo',
);
const properties = ['&x ', '&y ', '&x !!str ', '! ', '&1 ', '&x\n', ...tags.map((tag) => `${tag} `)];

/** Texts that are nearly YAML: every feature by itself, joined at random, some of it broken. */
export class Texts {
  constructor(private readonly random: Random) {}

  text(): string {
    const { random } = this;
    if (random.below(12) === 0) return this.json(3);
    const documents = 1 + Number(random.below(6) === 0);
    const text = Array.from({ length: documents }, () => this.block(0, 3)).join(
      random.pick(['---\n', '---\n', '--- # c\n', '--- x\n', '...\n', '---\r\n']),
    );
    const start = random.below(20) === 0 ? random.pick(['\ufeff', '%YAML 1.1\n---\n', '---\n', '# c\n', '\n', '\t\n', ' ']) : '';
    const ended = random.below(8) === 0 ? text.trimEnd() : text;
    return start + (random.below(10) === 0 ? ended.replaceAll('\n', '\r\n') : ended);
  }

  private block(indent: number, depth: number): string {
    const { random } = this;
    const pad = ' '.repeat(Math.max(0, indent + (random.below(60) === 0 ? random.below(3) - 1 : 0)));
    const isList = random.below(4) === 0;
    const entries = Array.from({ length: 1 + random.below(3) }, () => this.entry(pad, indent, depth, isList !== (random.below(60) === 0)));
    return entries.join(random.below(15) === 0 ? random.pick(['\n', `${pad}# c\n`, '   \n', '\t\n']) : '');
  }

  private entry(pad: string, indent: number, depth: number, isItem: boolean): string {
    const { random } = this;
    if (random.below(30) === 0) return `${pad}? ${this.scalar()}\n${pad}: ${this.scalar()}\n`;
    const key = isItem ? '-' : `${this.key()}:`;
    const value = random.below(10);
    if (value < 2 && depth > 0) return `${pad}${key}${this.space()}\n${this.block(indent + random.pick([1, 2, 2, 2, 4]), depth - 1)}`;
    if (value === 2 && isItem && depth > 0) return `${pad}- ${this.block(indent + 2, depth - 1).trimStart()}`;
    if (value === 3) return `${pad}${key} ${this.blockText(indent)}`;
    if (value < 6) return `${pad}${key} ${this.flow(3)}${this.comment()}\n`;
    return `${pad}${key}${this.space()}${this.scalar()}${this.comment()}\n`;
  }

  private key(): string {
    return this.random.below(6) === 0 ? this.scalar() : this.random.pick(list('a b c d key name <<'));
  }

  private space(): string {
    return this.random.below(15) === 0 ? this.random.pick(['', '\t', '  ', ' \t']) : ' ';
  }

  private comment(): string {
    return this.random.below(12) === 0 ? this.random.pick([' # c', '#c', '\t# c', ' ', '\t']) : '';
  }

  scalar(): string {
    const { random } = this;
    const property = random.below(20) === 0 ? random.pick(properties) : '';
    const kind = random.below(10);
    if (kind < 6) return property + random.pick(random.below(40) === 0 ? oddWords : plainWords);
    if (kind < 8) return property + random.pick(random.below(30) === 0 ? oddQuoted : quoted);
    if (kind === 8) return `${property}${random.pick(plainWords)} ${random.pick(plainWords)}`;
    return `${property}${random.pick(plainWords)}${random.pick(['\n', '\n\n', '\n  ', '\n   ', '\n\t'])}${random.pick(plainWords)}`;
  }

  private blockText(indent: number): string {
    const { random } = this;
    const pad = ' '.repeat(Math.max(0, indent + random.pick([1, 2, 2, 2, 3])));
    const lines = random.times(4, () =>
      random.pick(['a', 'b c', ' d', '', '', '\te', '# f', '---', `${' '.repeat(random.below(4))}g`, 'h\t']),
    );
    const header = random.pick(['|', '>', '|-', '>-', '|+', '>+', '|2', '>1', '|2-', '|-2', '|0', '| # c', '|c', '>1+']);
    return `${header}\n${lines.map((line) => (line === '' && random.below(3) ? '\n' : `${pad}${line}\n`)).join('')}`;
  }

  private flow(depth: number): string {
    const { random } = this;
    if (depth === 0 || random.below(3) === 0) return this.scalar();
    const gap = () => (random.below(8) === 0 ? random.pick(['\n', '\n  ', '\t', ' # c\n', '']) : random.pick(['', ' ']));
    const isList = random.below(2) === 0;
    const items = random.times(3, () => (isList && random.below(5) ? this.flow(depth - 1) : this.flowEntry(depth - 1)));
    const closing = random.below(25) === 0 ? random.pick(['', ']', '}']) : isList ? ']' : '}';
    const last = random.below(10) === 0 ? ',' : '';
    return `${isList ? '[' : '{'}${gap()}${items.join(`,${gap()}`)}${last}${gap()}${closing}`;
  }

  private flowEntry(depth: number): string {
    const { random } = this;
    const colon = random.below(8) === 0 ? random.pick([':', ' :', '', ':\n']) : ': ';
    return `${random.below(20) === 0 ? '? ' : ''}${this.key()}${colon}${this.flow(depth)}`;
  }

  private json(depth: number): string {
    const { random } = this;
    const value = (level: number): string => {
      const kind = random.below(6);
      if (level > 0 && kind === 0) return `[${random.times(3, () => value(level - 1)).join(', ')}]`;
      if (level > 0 && kind < 3) return object(level - 1);
      return random.pick([
        '1',
        '-0',
        '1e3',
        '1e400',
        'true',
        'null',
        '"a"',
        '"\\/"',
        '"\\ud83d\\ude00"',
        '"\\ud800"',
        '"\t"',
        '12345678901234567890',
        "'a'",
      ]);
    };
    const object = (level: number): string => `{${random.times(3, () => `"${random.pick(list('a b c'))}": ${value(level)}`).join(',')}}`;
    return Array.from({ length: 1 + random.below(3) }, () => object(depth)).join(random.pick(['', '\n', ' ', '\n---\n', ',', '\nx: 1\n']));
  }

  /** A text of somebody else's, changed in one to three places. */
  mutated(text: string): string {
    let changed = text;
    for (let count = 1 + this.random.below(3); count > 0; count--) changed = this.mutatedOnce(changed);
    return changed;
  }

  private mutatedOnce(text: string): string {
    const { random } = this;
    const at = random.below(text.length + 1);
    const end = Math.min(text.length, at + random.below(random.pick([2, 10, 80])));
    const kind = random.below(6);
    if (kind === 0) return text.slice(0, at) + text.slice(end);
    if (kind === 1) return text.slice(0, end) + text.slice(at);
    if (kind === 2) return text.slice(0, at);
    if (kind === 3)
      return text.slice(0, at) + random.pick([...' \t\n\r:-?[]{},#&*!|>\'"%@`\\~\u0085\u2028\ufeff\x07\x7f']) + text.slice(at);
    if (kind === 4) return text.slice(0, at) + this.scalar() + text.slice(end);
    // A value of its own in the place of one that is there.
    const value = /: [^\n]*/g;
    value.lastIndex = at;
    const found = value.exec(text);
    return found ? `${text.slice(0, found.index)}: ${this.scalar()}${text.slice(found.index + found[0].length)}` : text;
  }
}
