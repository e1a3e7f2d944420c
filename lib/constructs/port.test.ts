import { portNumber } from './port';

test.each([1, 80, 8000, 65535])('%j is a port', (port) => expect(portNumber(port)).toBe(port));

test.each([0, -1, 65536, 80.5, Number.NaN])('%j is not', (port) => {
  expect(() => portNumber(port)).toThrow(`PortRange: a port is a whole number from 1 to 65535, got \`${port}\``);
});
