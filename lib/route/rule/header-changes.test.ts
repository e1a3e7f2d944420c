import { receive } from '../request/incoming';
import { request } from '../request/request';
import { headerChanges } from './header-changes';

const none = { remove: [], set: [], add: [] };

test.each([
  ['nothing', [none], { set: {}, removed: [] }],
  ['a header is set', [{ ...none, set: [['X-New', '1']] }], { set: { 'x-new': ['1'] }, removed: [] }],
  ['a header is set over the one sent', [{ ...none, set: [['mode', 'prod']] }], { set: { mode: ['prod'] }, removed: [] }],
  ['a header is added to the one sent', [{ ...none, add: [['Mode', 'prod']] }], { set: { mode: ['dev', 'prod'] }, removed: [] }],
  ['a header is removed', [{ ...none, remove: ['MODE'] }], { set: {}, removed: ['mode'] }],
  ['removed, then added again', [{ ...none, remove: ['mode'], add: [['mode', 'x']] }], { set: { mode: ['x'] }, removed: [] }],
  [
    'the last of two that set it wins',
    [
      {
        ...none,
        set: [
          ['a', '1'],
          ['A', '2'],
        ],
      },
    ],
    { set: { a: ['2'] }, removed: [] },
  ],
  [
    'a later block sees what an earlier one did',
    [
      { ...none, set: [['a', '1']] },
      { ...none, set: [['b', '%REQ(a)%']] },
    ],
    { set: { a: ['1'], b: ['1'] }, removed: [] },
  ],
  [
    'an empty value does nothing',
    [
      {
        ...none,
        set: [
          ['mode', ''],
          ['a', '%REQ(missing)%'],
        ],
      },
    ],
    { set: {}, removed: [] },
  ],
  ['commands', [{ ...none, set: [['a', '%REQ(missing?mode)%-%REQ(:path)%-50%%']] }], { set: { a: ['dev-/x-50%'] }, removed: [] }],
] as const)('%s', (_, requestHeaders, expected) => {
  const incoming = receive(request('http://a.com/x', { headers: { mode: 'dev' } }));
  if ('malformed' in incoming) throw new Error(incoming.malformed);
  expect(headerChanges({ requestHeaders }, incoming)).toEqual(expected);
});
