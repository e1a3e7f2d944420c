import { unknownCommand } from './header-format';

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
