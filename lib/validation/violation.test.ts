import type { Diagnostic } from '../diagnostic';
import { Field } from './violation';

test('a field knows its path and puts what is said into the list', () => {
  const violations: Diagnostic[] = [];
  const http = Field.root(violations).at('spec', 'http', 0);
  http.at('timeout').error('too short', { fix: 'write `1s`' });
  http.unreachable('never used');
  http.at('match', 1).ineffective('used before');
  expect(violations).toEqual([
    { code: 'IST0106', level: 'error', path: ['spec', 'http', 0, 'timeout'], message: 'too short', fix: 'write `1s`' },
    { code: 'IST0130', level: 'warning', path: ['spec', 'http', 0], message: 'never used' },
    { code: 'IST0131', level: 'info', path: ['spec', 'http', 0, 'match', 1], message: 'used before' },
  ]);
});

test('where only errors count, warnings below are dropped too', () => {
  const violations: Diagnostic[] = [];
  const field = Field.root(violations).at('a').errorsOnly().at('b');
  field.warning('lost');
  field.error('kept');
  expect(violations.map(({ message, path }) => [message, path])).toEqual([['kept', ['a', 'b']]]);
});
