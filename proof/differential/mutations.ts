import fc from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import { type MutatedKind, mutatedKinds, objectOf } from './objects';

/** An object with a few random changes, and what they were. */
export interface Mutant {
  readonly kind: MutatedKind;
  readonly object: KubernetesObject;
  readonly changes: readonly string[];
}

type Tree = Record<string, unknown> | unknown[];

/** A place in an object: its parent, and its name or index there. */
interface Place {
  readonly parent: Tree;
  readonly step: string | number;
  readonly path: string;
}

/** Values that people write by mistake, and that checks forget. */
const oddities: readonly unknown[] = [
  null,
  '',
  ' ',
  '*',
  '*.',
  '*a',
  'a',
  'A',
  'a.b',
  'a..b',
  'a_b',
  '-a',
  'a-',
  '.',
  '~',
  '/',
  'a/b',
  '*/*',
  './*',
  'x'.repeat(64),
  'x'.repeat(260),
  '1.2.3.4',
  '1.2.3.256',
  '::1',
  '10.0.0.0/8',
  '10.0.0.0/99',
  0,
  1,
  -1,
  0.5,
  80,
  100,
  101,
  200,
  600,
  601,
  65535,
  65536,
  2147483648,
  4294967295,
  4294967296,
  1e21,
  '80',
  '0',
  '1s',
  '0s',
  '1ms',
  '0.5ms',
  '1h1m',
  '1d',
  '-1s',
  true,
  false,
  [],
  {},
  [null],
  ['a', 'a'],
  { a: 'b' },
  '(',
  '[a',
  '(?i)a',
  '(?=a)',
  '%',
  '%%',
  '%A%',
  'unix://',
  'unix:///a',
  'unix://@a',
  'http',
  'HTTP',
  'TCP',
  'tls',
  'https://a',
  'ftp://a',
  'SIMPLE',
  'MUTUAL',
  'ISTIO_MUTUAL',
  'PASSTHROUGH',
  'NONE',
  'DNS',
  'DENY',
  'CUSTOM',
  'configmap://default/a',
  '{*}',
  '/{**}/a',
  'request.headers[',
  '💡',
  'é'.repeat(140),
];

type Change = (place: Place, other: Place, odd: unknown, spare: unknown) => void;

const changes: Readonly<Record<string, Change>> = {
  odd: ({ parent, step }, _other, odd) => set(parent, step, odd),
  remove: ({ parent, step }) => unset(parent, step),
  null: ({ parent, step }) => set(parent, step, null),
  empty: ({ parent, step }) => set(parent, step, Array.isArray(get(parent, step)) ? [] : typeof get(parent, step) === 'object' ? {} : ''),
  wrap: ({ parent, step }) => set(parent, step, [get(parent, step)]),
  text: ({ parent, step }) => set(parent, step, String(get(parent, step))),
  rename: ({ parent, step }) => rename(parent, step, (name) => `${name}s`),
  snake: ({ parent, step }) => rename(parent, step, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  copy: ({ parent, step }, other) => set(parent, step, structuredClone(get(other.parent, other.step))),
  add: ({ parent, step }, other) => {
    const target = get(parent, step);
    if (isTree(target) && !Array.isArray(target)) target[String(other.step)] = structuredClone(get(other.parent, other.step));
    else if (Array.isArray(target)) target.push(structuredClone(get(other.parent, other.step)));
  },
  repeat: ({ parent, step }) => {
    const target = get(parent, step);
    if (Array.isArray(target) && target.length > 0) target.push(structuredClone(target[0]));
  },
  swap: ({ parent, step }) => {
    const target = get(parent, step);
    if (Array.isArray(target)) target.reverse();
  },
  key: ({ parent, step }, _other, odd) => {
    if (typeof odd === 'string') rename(parent, step, () => odd);
  },
  graft: ({ parent, step }, _other, _odd, spare) => set(parent, step, structuredClone(spare)),
};

/** What is mutated. */
export interface Base {
  readonly kind: MutatedKind;
  /** The fields beside `metadata`. */
  readonly body: object;
}

/** The project's own objects. */
export const ownBases: readonly Base[] = mutatedKinds.flatMap((kind) => kind.bodies.map((body) => ({ kind, body })));

/** Objects with one to three changes. The same seed gives the same ones. */
export function mutants(bases: readonly Base[] = ownBases): fc.Arbitrary<Mutant> {
  const spares = bases.flatMap(({ body }) => places(body, '').map(({ parent, step }) => get(parent, step)));
  const change = fc.record({
    name: fc.constantFrom(...Object.keys(changes)),
    at: fc.nat(),
    other: fc.nat(),
    odd: fc.constantFrom(...oddities),
    spare: fc.constantFrom(...spares),
  });
  return fc.record({ base: fc.constantFrom(...bases), steps: fc.array(change, { minLength: 1, maxLength: 3 }) }).map(({ base, steps }) => {
    const object: KubernetesObject = structuredClone(objectOf(base.kind, base.body));
    const roots = Object.keys(base.body);
    const done = steps.map(({ name, at, other, odd, spare }) => {
      const all = [
        ...roots.flatMap((root) => places(object[root], root)),
        ...places({ labels: object.metadata.labels, annotations: object.metadata.annotations } as unknown as Tree, 'metadata'),
      ];
      const place = all[at % all.length];
      const second = all[other % all.length];
      if (place === undefined || second === undefined) return 'nothing';
      changes[name]?.(place, second, odd, spare);
      return `${name} ${place.path}`;
    });
    return { kind: base.kind, object, changes: done };
  });
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

/** Every place below a value. */
function places(tree: unknown, path: string): Place[] {
  if (!isTree(tree)) return [];
  const steps = Array.isArray(tree) ? [...tree.keys()] : Object.keys(tree);
  return steps.flatMap((step) => {
    const own = `${path}.${step}`;
    return [{ parent: tree, step, path: own }, ...places(get(tree, step), own)];
  });
}

function get(tree: Tree, step: string | number): unknown {
  return Array.isArray(tree) ? tree[Number(step)] : tree[step];
}

function set(tree: Tree, step: string | number, value: unknown): void {
  if (Array.isArray(tree)) tree[Number(step)] = structuredClone(value);
  else tree[step] = structuredClone(value);
}

function unset(tree: Tree, step: string | number): void {
  if (Array.isArray(tree)) tree.splice(Number(step), 1);
  else delete tree[step];
}

function rename(tree: Tree, step: string | number, name: (old: string) => string): void {
  if (Array.isArray(tree)) return;
  const value = tree[step];
  delete tree[step];
  tree[name(String(step))] = value;
}
