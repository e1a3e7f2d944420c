import { unknownCommand, withLocalPort } from './header-format';

test.each([
  ['plain', undefined],
  ['100 %% sure', undefined],
  ['%%START_TIME%%', undefined],
  ['%REQ(:path)%', undefined],
  ['%REQ(x-a?x-b):10%', undefined],
  ['%PROTOCOL%', undefined],
  ['at %START_TIME(%s)%', '%START_TIME(%s)%'],
  ['%REQ(x)% %DOWNSTREAM_REMOTE_ADDRESS%', '%DOWNSTREAM_REMOTE_ADDRESS%'],
])('the value `%s` holds what only Envoy knows: %s', (value, command) => {
  expect(unknownCommand(value)).toBe(command);
});

test.each([
  ['%DOWNSTREAM_LOCAL_PORT%', '8080'],
  ['at :%DOWNSTREAM_LOCAL_PORT%', 'at :8080'],
  ['%%DOWNSTREAM_LOCAL_PORT%%', '%%DOWNSTREAM_LOCAL_PORT%%'],
  ['%DOWNSTREAM_LOCAL_ADDRESS%', '%DOWNSTREAM_LOCAL_ADDRESS%'],
])('the value `%s` says `%s` at port 8080', (value, expected) => {
  expect(withLocalPort(value, 8080)).toBe(expected);
});
