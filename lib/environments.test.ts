import { Environments } from './environments';

const environments = new Environments({ default: { replicas: 2 }, prod: { replicas: 3 }, staging: { replicas: 1 } });

test('are told by name, in the order of the table', () => {
  expect(environments.names).toEqual(['default', 'prod', 'staging']);
  expect(environments.named('prod')).toEqual({ replicas: 3 });
});

// [what the command line says, the name it means]
test.each([
  [[], undefined],
  [['--env', 'prod'], 'prod'],
  [['--env=staging'], 'staging'],
])('%j asks for %s', (args, name) => {
  expect(environments.asked(args)).toBe(name);
});

test.each([
  [['--env', 'porduction'], 'UnknownEnvironment', undefined],
  [['--env', 'prd'], 'UnknownEnvironment', 'prod'],
  [['--env', 'toString'], 'UnknownEnvironment', undefined],
  [['--env'], 'UnknownOption', '--env prod'],
  [['--enw', 'prod'], 'UnknownOption', '--env prod'],
  [['prod'], 'UnknownOption', '--env prod'],
])('%j is refused', (args, errorName, fix) => {
  expect(() => environments.asked(args)).toThrow(expect.objectContaining({ errorName, details: expect.objectContaining({ fix }) }));
});
