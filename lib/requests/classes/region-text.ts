import type { Entry } from '../entries';
import { type Attribute, type AttributeName, members } from './attribute';
import type { Region, Space } from './region';
import type { Token } from './tokens';

/** The requests of a region in words: `POST shop.example.com/cart* header mode is "dev"`. */
export function regionText(
  { pattern, port, scheme, text: called = pattern === '*' ? 'any host' : pattern }: Entry,
  space: Space,
  region: Region,
): string {
  const of = (name: AttributeName) => {
    const attribute = space.get(name);
    const set = region.get(name);
    return attribute && set !== undefined && set !== attribute.all ? setText(attribute, set) : undefined;
  };
  const others = [...region.keys()].filter((name) => !['path', 'method', 'authority'].includes(name));
  const standard = scheme === 'https' ? 443 : 80;
  const host = `${scheme === 'https' ? 'https://' : ''}${called}${port === standard ? '' : `:${port}`}`;
  const path = of('path') ?? '/*';
  const words = [
    methodText(of('method')),
    path.startsWith('/') ? `${host}${path}` : `${host} path ${path}`,
    hostText(of('authority')),
    ...others.map((name) => {
      const text = of(name);
      if (text === undefined) return undefined;
      return name === 'token' ? `with ${text}` : name === 'client' ? `from ${text}` : `${name} ${text}`;
    }),
  ];
  return words.filter(Boolean).join(' ');
}

function methodText(text: string | undefined): string {
  return text?.replaceAll('is ', '').replaceAll('"', '') ?? '';
}

function hostText(text: string | undefined): string {
  return text ? `host ${text}` : '';
}

/** At most this many conditions are named; beyond it an example says more. */
const most = 3;
const mostExceptions = 4;

/** A set of values in words: by the one condition that says it, by one with exceptions, by several, or by examples. */
function setText(attribute: Attribute, set: bigint): string {
  const { name, all, holding } = attribute;
  if (name === 'token') return listed(members(attribute, set).map(({ witnesses }) => (witnesses[0] as Token).text));
  const named = [...holding]
    .filter(([, own]) => own !== 0n && own !== all)
    .map(([text, own]) => [shortText(attribute, text, own), own] as const);
  const same = named.find(([, own]) => own === set);
  if (same) return same[0];
  if (members(attribute, set).every(({ witnesses }) => witnesses.every((value) => value === undefined))) return 'is absent';
  const above = named.filter(([, own]) => (own & set) === set).sort(([, one], [, other]) => size(one) - size(other));
  for (const [text, own] of [...above.slice(0, 2), ['', all] as const]) {
    const without = cover(named, own & ~set, mostExceptions);
    if (!without) continue;
    if (text || name === 'path') return `${text || '/*'} but not ${listed(without.map((each) => each.replace(/^is /, '')))}`;
    return without.some(isExample)
      ? `unlike ${listed(without.map((each) => each.replace(/^(is|such as) /, '')))}`
      : `other than ${listed(without.map((each) => each.replace(/^is /, '')))}`;
  }
  if (named.every(([, own]) => (own & set) === 0n))
    return `${name === 'path' ? '/*' : 'any'} that none of the ${named.length} conditions names`;
  const parts = cover(named, set, most);
  if (parts) return parts.join(' or ');
  return `such as ${listed(members(attribute, set).flatMap(({ witnesses }) => (typeof witnesses[0] === 'string' ? [`\`${witnesses[0]}\``] : [])))}`;
}

/** A regular expression of a header or parameter that is longer than this is shown by an example. */
const mostExpression = 30;

function shortText({ classes, name }: Attribute, text: string, set: bigint): string {
  if (name === 'path' || text.length <= mostExpression || !text.startsWith('matches ')) return text;
  const example = members({ classes }, set).find(({ witnesses }) => typeof witnesses[0] === 'string');
  return example ? `such as \`${example.witnesses[0]}\`` : text;
}

function isExample(text: string): boolean {
  return text.startsWith('such as ');
}

/** At most so many conditions that hold for exactly the values of a set. */
function cover(named: readonly (readonly [string, bigint])[], set: bigint, limit: number): string[] | undefined {
  const inside = named
    .filter(([, own]) => (own & ~set) === 0n)
    .sort(([name, one], [other, two]) => size(two) - size(one) || (name < other ? -1 : 1));
  const chosen: string[] = [];
  let left = set;
  for (const [text, own] of inside) {
    if (left === 0n || chosen.length === limit) break;
    if ((own & left) === 0n) continue;
    chosen.push(text);
    left &= ~own;
  }
  return left === 0n ? chosen : undefined;
}

function size(set: bigint): number {
  return set.toString(2).replaceAll('0', '').length;
}

function listed(texts: readonly string[]): string {
  return texts.length > mostExceptions ? `${texts.slice(0, most).join(', ')} and ${texts.length - most} more` : texts.join(', ');
}
