import { labels } from './label';

test.each<Record<string, string>>([{}, { app: 'user' }, { 'app.kubernetes.io/name': 'User_1.0' }, { tier: '' }])(
  '%j are labels',
  (given) => {
    expect(labels(given)).toEqual(given);
  },
);

test.each([
  [{ '': 'a' }, 'LabelKey'],
  [{ '/a': 'a' }, 'LabelKey'],
  [{ 'a/b/c': 'a' }, 'LabelKey'],
  [{ 'A.com/b': 'a' }, 'LabelKey'],
  [{ ['a'.repeat(64)]: 'a' }, 'LabelKey'],
  [{ app: 'a/b' }, 'LabelValue'],
  [{ app: '-a' }, 'LabelValue'],
  [{ app: 'a'.repeat(64) }, 'LabelValue'],
])('%j are refused as %s', (given, errorName) => {
  expect(() => labels(given as Record<string, string>)).toThrow(expect.objectContaining({ errorName }));
});
