import { isWildcard } from '../../istio/hosts';
import { normalPath } from '../../route/request/normal-path';
import { type Request, withoutPort } from '../../route/request/request';
import type { Route } from '../../route/rule/route';
import type { Entry } from '../entries';
import { addressesAt } from './addresses';
import { type Atom, type AttributeName, attributeOf, type Domain, type Value } from './attribute';
import { matching } from './automaton';
import { atomsOf, type Expression } from './expression';
import { Readings, type Side } from './readings';
import { decide, everything, type Region, type Space, samples, splitBy } from './region';
import { policyAtom } from './string-atoms';
import type { Token } from './tokens';

/** Requests that no condition of any side tells apart. */
export interface RequestClass {
  readonly region: Region;
  /** The simplest such request first, then some that are like it. */
  readonly requests: readonly Request[];
}

/** All requests of an entry, by class. */
export interface Partition {
  readonly entry: Entry;
  readonly space: Space;
  readonly classes: readonly RequestClass[];
  /** Conditions that could not be divided exactly, in words; requests near them are compared by examples. */
  readonly inexact: readonly string[];
}

/** What else decides what requests of an entry may be. */
export interface PartitionOptions {
  readonly tokens: readonly Token[];
  /** Hosts under the entry's wildcard that are entries of their own. @default - none */
  readonly otherHosts?: readonly string[];
  /** A further condition by which requests are told apart. @default - none */
  readonly apart?: Expression;
}

/** More classes of one entry than this are not told apart. */
const mostClasses = 4000;

/** Divides the requests of one entry into classes, by every condition that any side puts to them on the way. */
export function partition(entry: Entry, sides: readonly Side[], options: PartitionOptions): Partition {
  const { scheme, host, port } = entry;
  const plain: Request = { scheme, host, port, method: 'GET', path: '/' };
  const readings = sides.map((side) => new Readings(side, plain, options.tokens));
  const others = (options.otherHosts ?? []).map((pattern) =>
    policyAtom('authority', withPortOf(pattern, host ?? ''), { ignoreCase: true }),
  );
  const space = spaceOf(readings, others, { entry, sides, options });
  const apart = options.apart ?? false;
  const start = others.reduce<Region>((region, atom) => (space.has('authority') ? splitBy(space, region, atom)[1] : region), everything);
  const classes: RequestClass[] = [];
  let isCut = false;
  for (const region of regions(space, readings, { start, apart })) {
    isCut = classes.length === mostClasses;
    if (isCut) break;
    const requests = [...samples(space, region)].map((values) => requestOf(plain, values));
    if (requests.length > 0) classes.push({ region, requests });
  }
  const cut = isCut ? [`more than ${mostClasses} classes of requests`] : [];
  return {
    entry,
    space,
    classes,
    inexact: [...cut, ...[...space.values()].flatMap(({ name, inexact }) => inexact.map((text) => `${name} ${text}`))],
  };
}

/** Regions on which everything that is asked of a request is settled, in the order in which the proxies ask. */
function* regions(
  space: Space,
  readings: readonly Readings[],
  { start, apart }: { readonly start: Region; readonly apart: Expression },
): Generator<Region> {
  const first = [apart, ...readings.flatMap((reading) => reading.ofGateway)];
  for (const region of settled(space, start, first)) yield* routedBy(space, region, readings, []);
}

/** One side after the other decides which of its routes takes the requests. */
function* routedBy(space: Space, region: Region, readings: readonly Readings[], taken: readonly (Route | undefined)[]): Generator<Region> {
  const reading = readings[taken.length];
  if (!reading) {
    const further = readings.flatMap((each, index) => each.behind(taken[index]));
    yield* settled(space, region, further);
    return;
  }
  for (const { region: part, route } of routed(space, region, reading.routes)) yield* routedBy(space, part, readings, [...taken, route]);
}

function* settled(space: Space, region: Region, expressions: readonly Expression[], from = 0): Generator<Region> {
  let rest = region;
  for (let index = from; index < expressions.length; ) {
    const answer = decide(space, rest, expressions[index] ?? true);
    if (typeof answer === 'boolean') {
      index++;
      continue;
    }
    const [holding, others] = splitBy(space, rest, answer);
    yield* settled(space, holding, expressions, index);
    rest = others;
  }
  yield rest;
}

interface Routed {
  readonly region: Region;
  readonly route?: Route;
}

function* routed(space: Space, region: Region, routes: Readings['routes'], from = 0): Generator<Routed> {
  let rest = region;
  for (let index = from; index < routes.length; ) {
    const { expression = true, route } = routes[index] ?? {};
    const answer = decide(space, rest, expression);
    if (answer === true) {
      yield { region: rest, route };
      return;
    }
    if (answer === false) {
      index++;
      continue;
    }
    const [holding, others] = splitBy(space, rest, answer);
    yield* routed(space, holding, routes, index);
    rest = others;
  }
  yield { region: rest };
}

interface SpaceContext {
  readonly entry: Entry;
  readonly sides: readonly Side[];
  readonly options: PartitionOptions;
}

function spaceOf(readings: readonly Readings[], others: readonly Atom[], context: SpaceContext): Space {
  const atoms = new Map<AttributeName, Atom[]>();
  for (const expression of [context.options.apart ?? false, ...readings.flatMap((reading) => reading.all)]) {
    for (const atom of atomsOf(expression)) atoms.set(atom.attribute, [...(atoms.get(atom.attribute) ?? []), atom]);
  }
  const own = atoms.get('authority');
  if (own) atoms.set('authority', [...own, ...others]);
  return new Map([...atoms].map(([name, all]) => [name, attributeOf(name, all, domainOf(name, all, context))]));
}

/** Methods in the order in which a reader thinks of them. */
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'REPORT'];

function domainOf(name: AttributeName, atoms: readonly Atom[], { entry, sides, options }: SpaceContext): Domain {
  if (name === 'method') return { kind: 'finite', values: methods };
  if (name === 'token') return { kind: 'finite', values: options.tokens };
  if (name === 'client') return { kind: 'finite', values: addressesAt(atoms.map(({ text: range }) => range)) };
  if (name === 'authority') return hostsOf(entry);
  if (name === 'path') {
    const how = sides.map(({ mesh }) => mesh.config.pathNormalization);
    return {
      kind: 'strings',
      language: matching("/[A-Za-z0-9._~!$&'()*+,;=:@\\[\\]/%-]*"),
      optional: false,
      isPossible: (text) => how.every((each) => normalPath(text, each) === text),
    };
  }
  if (name.startsWith('query ')) return { kind: 'strings', language: matching("[!-%'-~]*"), optional: true };
  return { kind: 'strings', language: matching('[!-~](?:[ -~]*[!-~])?'), optional: true };
}

function hostsOf({ pattern, host }: Entry): Domain {
  if (!isWildcard(pattern)) return { kind: 'finite', values: [host] };
  const suffix = pattern.slice(1).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { kind: 'strings', language: matching(`[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?${suffix}${portOf(host ?? '')}`), optional: false };
}

function withPortOf(pattern: string, host: string): string {
  return `${pattern}${portOf(host)}`;
}

function portOf(host: string): string {
  return host.slice(withoutPort(host).length);
}

function requestOf(plain: Request, values: ReadonlyMap<AttributeName, Value>): Request {
  const named = (prefix: string) =>
    [...values].flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'string' ? [[name.slice(prefix.length), value] as const] : [],
    );
  const query = named('query ').map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const headers = named('header ');
  const path = text(values.get('path')) ?? '/';
  const token = values.get('token') as Token | undefined;
  const sourceIp = text(values.get('client'));
  return {
    ...plain,
    method: text(values.get('method')) ?? plain.method,
    host: text(values.get('authority')) ?? plain.host,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}),
    ...token?.sent,
    ...(sourceIp === undefined ? {} : { sourceIp }),
  };
}

function text(value: Value): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
