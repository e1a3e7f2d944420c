import { Header } from './header';

test.each([
  [Header.is('mode', 'dev'), { exact: 'dev' }, true],
  [Header.isNot('mode', 'dev'), { exact: 'dev' }, false],
  [Header.startsWith('mode', 'd'), { prefix: 'd' }, true],
  [Header.matches('mode', 'd.*'), { regex: 'd.*' }, true],
  [Header.exists('mode'), {}, true],
  [Header.absent('mode'), {}, false],
])('%j', (header, spec, holds) => {
  expect(header).toMatchObject({ name: 'mode', holds });
  expect(header.spec).toEqual(spec);
});

test.each(['', 'my header', 'mode:', 'mödus'])('%j is no header', (name) => {
  expect(() => Header.exists(name)).toThrow(expect.objectContaining({ errorName: 'HeaderName' }));
});

test('a claim of a validated token is asked for like a header', () => {
  expect(Header.is('@request.auth.claims[group]', 'testers').name).toBe('@request.auth.claims[group]');
});
