import { parseTable } from './table';

test('rows are taken as they stand, and expect 200 where nothing is said', () => {
  const text =
    'requests:\n  - url: http://a.com/x\n  - { url: "http://b.com//y", headers: { mode: dev }, times: 3, expect: { status: 404, body: "" } }\n';
  expect(parseTable(text, 't.yaml')).toEqual([
    { url: 'http://a.com/x', expect: {} },
    { url: 'http://b.com//y', headers: { mode: 'dev' }, times: 3, expect: { status: 404, body: '' } },
  ]);
});

test.each([
  ['no YAML', 'requests: [', /^t\.yaml:1 is not YAML/],
  ['nothing', '', 't.yaml holds no requests'],
  ['no list', 'requests: 1', 't.yaml holds no requests'],
  ['a row that is text', 'requests:\n  - http://a.com/', 't.yaml:2: a request is a mapping, got `"http://a.com/"`'],
  [
    'a misspelt field',
    'requests:\n  - url: http://a.com/\n  - urll: http://a.com/',
    't.yaml:3: a request has no field `urll`: did you mean `url`',
  ],
  ['no url', 'requests:\n  - times: 1', 't.yaml:2: a request needs a `url`'],
  ['another scheme', 'requests:\n  - url: ftp://a.com/', 't.yaml:2: `ftp://a.com/` is not an http:// address'],
  ['no times', 'requests:\n  - { url: "http://a.com", times: 0 }', '`times` is a positive number, got `0`'],
  [
    'an unknown expectation',
    'requests:\n  - { url: "http://a.com", expect: { stats: 1 } }',
    '`expect` has no field `stats`: did you mean `status`',
  ],
  [
    'shares that do not add up',
    'requests:\n  - { url: "http://a.com", expect: { shares: { by: app, of: { a: 90 } } } }',
    'add up to 100, got 90',
  ],
])('%s is refused with its place', (_, text, message) => expect(() => parseTable(text, 't.yaml')).toThrow(message));
