import { isMapping } from '../../manifest/mapping';
import type { CelRule } from './schemas';

/*
 * Most rules of Istio's definitions are of a few forms, and most values obey them. Those are recognized here without CEL, whose library takes
 * 17 ms to load and microseconds a value: a third of the start of `mesh route`, and half of the time to validate a large input against schemas.
 * A form only ever says that a rule certainly holds. Whatever it does not recognize, and every value that may break a rule, is asked of CEL.
 */

/** Says that a rule holds; false where it may not. Values are as they are written, nulls and all. */
type Certainly = (value: unknown) => boolean;

const forms: readonly (readonly [form: RegExp, certainly: (...words: string[]) => Certainly])[] = [
  [/^duration\(self\) >= duration\('1ms'\)$/, () => (value) => typeof value === 'string' && /^[1-9]\d{0,5}(ms|s|m|h)$/.test(value)],
  [/^!self\.contains\("\*"\)$/, () => (value) => typeof value === 'string' && !value.includes('*')],
  [/^self != "\*"$/, () => (value) => typeof value === 'string' && value !== '*'],
  [/^self in (\["[\w", ]*"\])$/, (list = '[]') => isOneOf(JSON.parse(list))],
  [/^self\.size\(\) == 0$/, () => (value) => value === '' || (Array.isArray(value) && value.length === 0)],
  [
    /^url\(self\)\.getScheme\(\) in \["http", "https"\]$/,
    () => (value) => typeof value === 'string' && /^https?:\/\/[a-z][a-z0-9.-]*(\/[\w./-]*)?$/.test(value),
  ],
  [/^0 < self && self <= 65535$/, () => isPort],
  [/^self\.all\(key, !key\.contains\("\*"\)\)$/, () => everyKey((key) => !key.includes('*'))],
  [/^self\.all\(key, key\.size\(\) != 0\)$/, () => everyKey((key) => key !== '')],
  [/^self\.all\(key, 0 < int\(key\) && int\(key\) <= 65535\)$/, () => everyKey((key) => /^[1-9]\d{0,3}$/.test(key))],
  [
    /^self\.all\(key, size\(key\) < 63 && key\.matches\("\^\[a-zA-Z0-9\]\(\?:\[-a-zA-Z0-9\]\*\[a-zA-Z0-9\]\)\?\$"\)\)$/,
    () => everyKey((key) => key.length < 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(key)),
  ],
  [/^self\.all\(l1, self\.exists_one\(l2, l1\.(\w+) == l2\.\1\)\)$/, (field = '') => haveTheirOwn(field)],
  [/^self\.startsWith\("unix:\/\/"\) \? .* : true$/, () => (value) => typeof value === 'string' && !value.startsWith('unix://')],
  [
    /^\(has\(self\.(\w+)\) \? self\.\1 : ""\)\.startsWith\("unix:\/\/"\) \? !has\(self\.\w+\) : true$/,
    (field = '') => whole((value) => typeof value[field] === 'string' && !value[field].startsWith('unix://')),
  ],
  [/^has\(self\.(\w+)\) \|\| has\(self\.(\w+)\)$/, (one = '', other = '') => whole((value) => isSaid(value[one]) || isSaid(value[other]))],
  [
    /^((?:\(has\(self\.\w+\) \? 1 : 0\)(?: \+ )?)+) <= 1$/,
    (sum = '') => atMostOne([...sum.matchAll(/self\.(\w+)/g)].map(([, name = '']) => name)),
  ],
  [/^\(?has\(self\.(\w+)\) \|\| has\(self\.(\w+)\)\)? \? [^:?]* : true$/, (one = '', other = '') => hasNeither(one, other)],
  // What depends on a field that is not there, or on another value of a field.
  [/^\(\(has\(self\.(\w+)\) \? self\.\1 : "(\w*)"\) == "(\w+)"\) \? .* : true$/, differs],
  [/^.* == "\w+"\) \? !has\(self\.(\w+)\) : true$/, (name = '') => hasNeither(name, name)],
  [/^\(has\(self\.\w+\) \? self\.\w+ : ""\) != "\w+" \|\| !has\(self\.(\w+)\)$/, (name = '') => hasNeither(name, name)],
  [/^!\(\(has\(self\.(\w+)\) \? self\.\1 : \[\]\)\.exists\(k, k\.contains\("\/"\)\) && .*\)$/, (name = '') => whole(noSlashIn(name))],
  [
    /^has\(self\.(\w+)\) \? \(\(self\.\1 == "(\w+)"\) \? has\(self\.(\w+)\) : !has\(self\.\3\)\) : !has\(self\.\3\)$/,
    (field = '', other = '', name = '') => whole((value) => value[field] !== other && value[name] === undefined),
  ],
  [/^has\(self\.(\w+)\) \? [^?]*(?:\?[^?]*:[^?]*)? : true$/, (name = '') => hasNeither(name, name)],
];

const known = new Map<string, readonly Certainly[]>();

/** Does a value certainly obey a rule? */
export function certainlyHolds({ rule }: CelRule, value: unknown): boolean {
  let recognized = known.get(rule);
  if (!recognized) {
    recognized = formsOf(rule);
    known.set(rule, recognized);
  }
  return recognized.some((certainly) => certainly(value));
}

function formsOf(rule: string): readonly Certainly[] {
  const line = rule.replaceAll('\n', ' ');
  return forms.flatMap(([form, certainly]) => {
    const match = form.exec(line);
    return match ? [certainly(...match.slice(1))] : [];
  });
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= 65535;
}

function isOneOf(list: readonly unknown[]): Certainly {
  return (value) => typeof value === 'string' && list.includes(value);
}

function everyKey(test: (key: string) => boolean): Certainly {
  return whole((value) => Object.keys(value).every(test));
}

/** Each element has a value of its own under a name. */
function haveTheirOwn(field: string): Certainly {
  return (value) => {
    if (!Array.isArray(value)) return false;
    const own = new Set(value.map((item) => item?.[field]));
    return own.size === value.length && [...own].every((each) => Number.isInteger(each));
  };
}

function atMostOne(names: readonly string[]): Certainly {
  return whole((value) => names.filter((name) => value[name] !== undefined).length <= 1);
}

function hasNeither(one: string, other: string): Certainly {
  return whole((value) => value[one] === undefined && value[other] === undefined);
}

/** A field has another text than the one that a condition looks for. */
function differs(field = '', otherwise = '', looked = ''): Certainly {
  return whole(({ [field]: text = otherwise }) => typeof text === 'string' && text !== looked);
}

function noSlashIn(name: string): (value: Readonly<Record<string, unknown>>) => boolean {
  return ({ [name]: list = [] }) => Array.isArray(list) && list.every((item) => typeof item === 'string' && !item.includes('/'));
}

/** Null may count as absent, which the schema decides. */
function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function whole(test: (value: Readonly<Record<string, unknown>>) => boolean): Certainly {
  return (value) => isMapping(value) && test(value);
}
