import type { Node } from './node';
import { integerOf, isIntegerText, resolvePlainScalar, type Scalar } from './resolve';
import { resolveTagged } from './resolve-tagged';
import { YamlError } from './yaml-error';

/** A key that is written twice in one mapping. */
export interface DuplicateKey {
  readonly key: string;
  readonly offset: number;
}

/** What a document holds. */
export interface Decoded {
  readonly value: unknown;
  /** The last one of a key counts, as in Kubernetes. */
  readonly duplicates: readonly DuplicateKey[];
}

/**
 * The value of a document, as `decode.go` of go.yaml.in/yaml/v2 and the conversion to JSON of sigs.k8s.io/yaml make it: keys become texts,
 * each alias a value of its own.
 *
 * @throws YamlError for what has no JSON: a key that is null or a mapping, infinity, aliases that multiply
 */
export function decode(root: Node | undefined): Decoded {
  if (!root) return { value: null, duplicates: [] };
  const decoder = new Decoder();
  const value = decoder.value(root);
  // What a later key replaces is not converted, and so does no harm.
  if (decoder.noJson && !isJson(value)) throw decoder.noJson;
  return { value, duplicates: decoder.duplicates };
}

/** Stands in for a key that no JSON object can have. */
const impossibleKey = Symbol('impossible key');

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return !(impossibleKey in value) && Object.values(value).every(isJson);
}

const mergeTag = 'tag:yaml.org,2002:merge';

class Decoder {
  readonly duplicates: DuplicateKey[] = [];
  /** The first value or key that has no place in JSON, which Kubernetes makes of all YAML. */
  noJson: YamlError | undefined;
  private readonly open = new Set<Node>();
  /** The document itself counts, too. */
  private count = 1;
  private aliased = 0;

  value(node: Node): unknown {
    this.countNode(node);
    switch (node.kind) {
      case 'alias':
        return this.inAlias(node, (target) => this.value(target));
      case 'sequence':
        return node.children.map((child) => this.value(child));
      case 'mapping':
        return this.mapping(node, {});
      default:
        return this.scalar(node);
    }
  }

  private scalar(node: Node): Scalar {
    const value = scalarOf(node);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.noJson ??= new YamlError(`\`${node.value}\` has no place in JSON`, node.start, `"${node.value}"`);
    }
    return value;
  }

  /** A document that is mostly made by aliases is refused, as Go's reader does against documents that explode. */
  private countNode({ start }: Node): void {
    this.count++;
    if (this.open.size > 0) this.aliased++;
    if (this.aliased > 100 && this.count > 1000 && this.aliased / this.count > allowedShare(this.count)) {
      throw new YamlError('its aliases multiply too far', start);
    }
  }

  private inAlias<T>(alias: Node, use: (target: Node) => T): T {
    if (this.open.has(alias) || !alias.target) throw new YamlError(`the anchor \`&${alias.value}\` contains itself`, alias.start);
    this.open.add(alias);
    const used = use(alias.target);
    this.open.delete(alias);
    return used;
  }

  private mapping({ children }: Node, into: Record<string, unknown>): Record<string, unknown> {
    const written = new Set<string>();
    for (let index = 0; index < children.length; index += 2) {
      const key = children[index] as Node;
      const value = children[index + 1] as Node;
      if (isMerge(key)) {
        this.merge(value, into);
        continue;
      }
      const name = this.key(key);
      const field = this.value(value);
      if (typeof name === 'symbol') {
        (into as Record<symbol, unknown>)[name] = field;
        continue;
      }
      if (written.has(name)) this.duplicates.push({ key: name, offset: key.start });
      written.add(name);
      setField(into, name, field);
    }
    return into;
  }

  key(node: Node): string | typeof impossibleKey {
    this.countNode(node);
    if (node.kind === 'alias') return this.inAlias(node, (target) => this.key(target));
    if (node.kind !== 'scalar') throw new YamlError('a key is a text, not a list or a mapping', node.start);
    const value = scalarOf(node);
    const name = typeof value === 'number' ? numberKey(node, value) : value === null ? undefined : String(value);
    if (name !== undefined) return name;
    const what = value === null ? 'a key cannot be null' : `the number \`${node.value}\` is too large for a key`;
    this.noJson ??= new YamlError(what, node.start, node.value ? `"${node.value}"` : undefined);
    return impossibleKey;
  }

  /** In the order in which they stand: what is merged replaces what stands before it. */
  private merge(node: Node, into: Record<string, unknown>): void {
    const sources = node.kind === 'sequence' ? [...node.children].reverse() : [node];
    for (const source of sources) {
      const mapping = source.kind === 'alias' ? source.target : source;
      if (mapping?.kind !== 'mapping') throw new YamlError('`<<` merges a mapping, or a list of mappings', source.start);
      this.countNode(source);
      if (source.kind === 'alias') this.inAlias(source, (target) => this.countedMapping(target, into));
      else this.mapping(mapping, into);
    }
  }

  private countedMapping(mapping: Node, into: Record<string, unknown>): void {
    this.countNode(mapping);
    this.mapping(mapping, into);
  }
}

/** How much of a document may come by aliases: nearly all of a small one, a tenth of a very large one. */
function allowedShare(count: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (count <= low) return 0.99;
  return count >= high ? 0.1 : 0.99 - 0.89 * ((count - low) / (high - low));
}

/** The key of a mapping as it reads in JSON. */
export function keyText(node: Node): string | undefined {
  if (node.kind !== 'scalar') return undefined;
  const key = new Decoder().key(node);
  return typeof key === 'string' ? key : undefined;
}

function isMerge({ kind, value, isPlain, tag }: Node): boolean {
  return kind === 'scalar' && value === '<<' && (isPlain || tag === mergeTag);
}

/** A key `__proto__` is a key as any other. */
function setField(into: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') into[name] = value;
  else Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true });
}

function scalarOf(node: Node): Scalar {
  if (node.tag === '') return node.isPlain ? resolvePlainScalar(node.value) : node.value;
  const value = resolveTagged(node.tag, node.value);
  if (value !== undefined) return value;
  const name = node.tag.replace('tag:yaml.org,2002:', '!!');
  throw new YamlError(`\`${node.value.slice(0, 80)}\` is no ${name}`, node.start);
}

/** The text of a number as a key, the way Go writes it; it has none for whole numbers of 64 bits without a sign. */
function numberKey({ value: text, tag }: Node, value: number): string | undefined {
  const isFloat = tag.endsWith(':float') || !isIntegerText(text);
  if (isFloat) return float32Text(value);
  const integer = integerOf(text.replaceAll('_', '')) ?? 0n;
  return integer < 2n ** 63n ? String(integer) : undefined;
}

/** The shortest text that means the same as a 32-bit number: `%g` with at least 6 digits before it turns to an exponent. */
function float32Text(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].find((count) => Math.fround(Number(single.toExponential(count - 1))) === single) ?? 9;
  const [mantissa = '', exponent = '0'] = single.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const sign = Object.is(single, -0) ? '-' : '';
  // The precision that decides is never below 6, and 21 is where `toFixed` would round.
  if (power >= -4 && power < 6) return sign + single.toFixed(Math.max(0, digits - 1 - power));
  const shown = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${shown}`;
}
