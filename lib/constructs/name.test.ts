import { dnsLabel, known, serviceLabel } from './name';

test.each(['a', 'user', 'user-service', 'v1', '1st', 'a'.repeat(63)])('%j is a name', (name) => {
  expect(dnsLabel(name, 'a name')).toBe(name);
});

test.each([
  ['UserService', 'user-service'],
  ['user_service', 'user-service'],
  ['user.service', 'user-service'],
  ['-user-', 'user'],
  ['Ünder', 'nder'],
])('%j is refused, and %j proposed', (name, fix) => {
  expect(() => dnsLabel(name, 'the name of a service')).toThrow(
    expect.objectContaining({
      errorName: 'NameForm',
      fact: `the name of a service is made of lower-case letters, digits and \`-\`, got \`${name}\``,
      details: { fix },
    }),
  );
});

test('where nothing is left of a name, none is proposed', () => {
  expect(() => dnsLabel('__', 'a name')).toThrow(expect.objectContaining({ details: { fix: undefined } }));
});

test('a name of 64 characters is too long, and cut to what fits', () => {
  const error = expect.objectContaining({ errorName: 'NameTooLong', details: expect.objectContaining({ fix: 'a'.repeat(63) }) });
  expect(() => dnsLabel('a'.repeat(64), 'a name')).toThrow(error);
});

test('the name of a Service starts with a letter', () => {
  expect(serviceLabel('user', 'a name')).toBe('user');
  expect(() => serviceLabel('1st', 'a name')).toThrow(expect.objectContaining({ errorName: 'NameForm', details: { fix: 'svc-1st' } }));
});

describe('known', () => {
  const about = { errorName: 'UnknownVersion', what: 'no version is named' };

  test('gives what stands under the key', () => expect(known({ v1: 1 }, 'v1', about)).toBe(1));

  test('names the nearest key, and all there are', () => {
    expect(() => known({ stable: 1, canary: 2 }, 'canari', about)).toThrow(
      expect.objectContaining({
        fact: 'no version is named `canari`',
        details: { why: 'there is `stable`, `canary`', fix: 'canary' },
      }),
    );
  });

  test('is not fooled by what every object has', () => {
    expect(() => known({}, 'constructor', about)).toThrow(expect.objectContaining({ details: { why: 'there is none', fix: undefined } }));
  });
});
