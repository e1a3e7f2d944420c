import type { Influence } from './influence';
import { finding, influenceWith, manifestNamed, notUsed, permissionOf, witness } from './influence.test.helper';
import { influenceJson, influenceText } from './render';

const text = (parts: Partial<Influence>, { name = 'VirtualService/shop/web', paths = ['a.yaml', 'b'] } = {}) =>
  influenceText(influenceWith(parts), { name, paths });
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const policies = (...names: string[]) => names.map((name) => manifestNamed('AuthorizationPolicy', name));

const undecided = '  undecided   only answers are compared, and a VirtualService may do other things, or there was nothing to ask\n';

test.each<[parts: Partial<Influence>, lines: string]>([
  [{}, `VirtualService/shop/web changes the answer to none of 10 aimed requests\n${undecided}`],
  [
    { isPartial: true },
    `VirtualService/shop/web changes the answer to none of 10 or more aimed requests (the first 10 were asked)\n${undecided}`,
  ],
  [
    { required: 'spec: needs hosts' },
    'VirtualService/shop/web changes the answer to none of 10 aimed requests\n  required    without it: spec: needs hosts\n',
  ],
])('%j is told as it is', (parts, lines) => {
  expect(text(parts)).toBe(lines);
});

test('a request whose answer changes comes with its hosts, its callers and a command to paste', () => {
  expect(text({ witnesses: [witness('http://web.shop/x', { from: 'shop/cli' })] })).toBe(
    `VirtualService/shop/web changes the answer to 1 of 10 aimed requests
  hosts       web.shop
  callers     shop/cli
  ask         mesh route a.yaml b --from shop/cli 'http://web.shop/x'
              200
  without it  404
`,
  );
});

test.each([
  ['from outside the mesh', witness('https://a.example.com/'), "mesh route a.yaml b 'https://a.example.com/'"],
  ['with a method', witness('http://web/', { method: 'POST' }), "mesh route a.yaml b -X POST 'http://web/'"],
  ['with headers', witness('http://web/', { headers: { a: '1', b: '2' } }), "mesh route a.yaml b -H 'a: 1' -H 'b: 2' 'http://web/'"],
  [
    'with claims',
    witness('http://web/', { claims: { sub: 'x' } }),
    `mesh route a.yaml b --token claims.json 'http://web/'   # claims.json: {"sub":"x"}`,
  ],
])('the command of a request %s', (_, one, command) => {
  expect(text({ witnesses: [one] })).toContain(`\n  ask         ${command}\n`);
});

test('of one host and one kind of change, one request is shown; of different ones, five', () => {
  const alike = text({ witnesses: [witness('http://web/a'), witness('http://web/b')] });
  expect(alike.match(/ {2}ask/g)).toHaveLength(1);
  expect(alike).toContain("'http://web/a'");
  expect(text({ witnesses: [witness('http://web/'), witness('http://web/', { status: 418 })] }).match(/ {2}ask/g)).toHaveLength(2);
  const different = text({ witnesses: many(7, (index) => witness(`http://web${index}/`)) });
  expect(different.match(/ {2}ask/g)).toHaveLength(5);
  expect(different).toContain("'http://web4/'");
});

test('each host and caller is named once, and eight of many', () => {
  const lines = (count: number) => text({ witnesses: many(count, (index) => witness(`http://h${index}/`, { from: `a/c${index % 2}` })) });
  expect(lines(8)).toContain('\n  hosts       h0, h1, h2, h3, h4, h5, h6, h7\n  callers     a/c0, a/c1\n');
  expect(lines(10)).toContain('\n  hosts       h0, h1, h2, h3, h4, h5, h6, h7 and 2 more\n');
});

test.each<[what: string, parts: Partial<Influence>, lines: string]>([
  ['rules that change nothing', { redundant: 3 }, '  redundant   it decides 3 more, which are answered the same without it\n'],
  [
    'clusters',
    {
      shapes: new Map([
        ['a.shop', 1],
        ['b.shop', 2],
      ]),
    },
    '  shapes      clusters of a.shop, for 1 caller\n  shapes      clusters of b.shop, for 2 callers\n',
  ],
  [
    'what is hidden, by the number of callers',
    {
      hides: new Map([
        ['a.shop:80', 1],
        ['b.shop:80', 2],
        ['c.shop:80', 1],
      ]),
    },
    '  hides       a.shop:80, c.shop:80, from 1 caller\n  hides       b.shop:80, from 2 callers\n',
  ],
  ['a permission', { permissions: [permissionOf('shop/cli')] }, '  permission  shop/cli to shop/web:80: denied, without it allowed\n'],
  ['why it is not used', { notUsed: [notUsed] }, '  not used    it is older\n'],
  [
    'where it is not used',
    { notUsed: [{ ...notUsed, place: { manifest: manifestNamed('Sidecar', 'a'), path: ['spec', 'egress', 0] } }] },
    '  not used    it is older  (Sidecar shop/a spec.egress[0])\n',
  ],
  ['a finding', { findings: [finding] }, '  KIA1        spec.hosts[0]: the host is unknown\n'],
])('%s: one line each, and no more', (_, parts, lines) => {
  expect(text(parts)).toBe(`VirtualService/shop/web changes the answer to none of 10 aimed requests\n${lines}`);
});

test.each([
  [5, undefined],
  [7, '  permission  2 more: mesh access\n'],
])('of %i permissions five are listed', (count, more) => {
  const lines = text({ permissions: many(count, (index) => permissionOf(`shop/c${index}`)) });
  expect(lines.match(/without it allowed/g)).toHaveLength(5);
  expect(/ {2}permission {2}\d.*\n/.exec(lines)?.[0]).toBe(more);
});

test.each<[covered: string, parts: Partial<Influence>, name: string | undefined]>([
  [
    'by AuthorizationPolicy/shop/a: without that, it would change an answer',
    { coveredBy: { objects: policies('a'), together: true } },
    undefined,
  ],
  [
    'by AuthorizationPolicy/shop/a, AuthorizationPolicy/shop/b: without all of them, it would change an answer',
    { coveredBy: { objects: policies('a', 'b'), together: true }, findings: [finding] },
    undefined,
  ],
  [
    'by AuthorizationPolicy/shop/a, AuthorizationPolicy/shop/b: without one of them, it would change an answer',
    { coveredBy: { objects: policies('a', 'b'), together: false } },
    undefined,
  ],
  [
    'by the rest of its object, or by what holds without the field: no other object answers for it',
    { coveredBy: { objects: [], together: false } },
    'VirtualService/shop/web:spec.http[0]',
  ],
  [
    'by no other object: what holds without any answers these requests and callers alike',
    { coveredBy: { objects: [], together: false } },
    undefined,
  ],
])('covered %s', (covered, parts, name) => {
  expect(text(parts, { name })).toContain(`\n  covered     ${covered}\n`);
});

test.each<[what: string, parts: Partial<Influence>]>([
  ['a finding explains it', { findings: [finding] }],
  ['it is not used', { notUsed: [notUsed] }],
])('that nothing covers it is not said where %s', (_, parts) => {
  expect(text({ ...parts, coveredBy: { objects: [], together: false } })).not.toMatch(/covered|undecided/);
});

test('what another wrote cannot break a line or fill the screen', () => {
  const lines = text({ required: 'a\u001b[2Jb', notUsed: [{ ...notUsed, why: 'x'.repeat(700) }] }).split('\n');
  expect(lines[1]).toBe('  required    without it: a\\u001b[2Jb');
  expect(lines[2]).toContain('… (114 characters) …');
});

test('the same for JSON, with every witness', () => {
  const influence = influenceWith({
    witnesses: [witness('http://web/a', { from: 'shop/cli' }), witness('http://web/b')],
    permissions: [permissionOf('shop/cli')],
    shapes: new Map([['a.shop', 1]]),
    hides: new Map([['b.shop:80', 2]]),
    findings: [finding],
    notUsed: [notUsed],
    redundant: 3,
    required: 'spec: needs hosts',
    coveredBy: { objects: policies('a'), together: false },
  });
  expect(influenceJson(influence)).toEqual({
    asked: 10,
    isPartial: false,
    changed: 2,
    redundant: 3,
    hosts: ['web'],
    callers: ['shop/cli', 'clients outside the mesh'],
    shapes: { 'a.shop': 1 },
    hides: { 'b.shop:80': 2 },
    permissions: [{ from: 'shop/cli', to: 'shop/web', port: 80, with: 'denied', without: 'allowed' }],
    witnesses: influence.witnesses.map(({ request, with: here, without }, index) => ({
      ...{ from: index === 0 ? 'shop/cli' : null, request, with: here, without },
    })),
    notUsed: [{ cause: 'older object', why: 'it is older' }],
    findings: [{ code: 'KIA1', level: 'warning', path: 'spec.hosts[0]', message: 'the host is unknown' }],
    required: 'spec: needs hosts',
    coveredBy: ['AuthorizationPolicy/shop/a'],
  });
  for (const field of ['required', 'coveredBy']) expect(influenceJson(influenceWith())).not.toHaveProperty(field);
});
