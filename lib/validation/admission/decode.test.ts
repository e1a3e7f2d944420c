import type { Diagnostic } from '../../diagnostic';
import { Field } from '../violation';
import { decodeMessage } from './decode';

const networking = 'istio.networking.v1alpha3.';

function decode(message: string, value: unknown): { decoded: unknown; said: string[] } {
  const violations: Diagnostic[] = [];
  const decoded = decodeMessage(networking + message, value, Field.root(violations));
  return { decoded, said: violations.map((violation) => `${violation.path.join('.')}: ${violation.message}`) };
}

test.each<[string, string, unknown, unknown]>([
  ['unknown fields are passed over', 'Port', { number: 80, nummer: 1 }, { number: 80 }],
  ['names of the .proto file', 'ServerTLSSettings', { private_key: 'a' }, { privateKey: 'a' }],
  ['the JSON name wins', 'ServerTLSSettings', { private_key: 'a', privateKey: 'b' }, { privateKey: 'b' }],
  ['defaults are as good as absent', 'Port', { number: 0, name: '', protocol: null }, {}],
  ['wrappers keep their zero', 'HTTPRoute', { mirrorPercent: 0 }, { mirrorPercent: 0 }],
  ['choices keep their empty text', 'StringMatch', { prefix: '' }, { prefix: '' }],
  ['the last of a choice wins', 'StringMatch', { regex: 'c', exact: 'a' }, { regex: 'c' }],
  ['empty lists are absent', 'Server', { hosts: [] }, {}],
  ['empty maps are not', 'Headers.HeaderOperations', { set: {} }, { set: {} }],
  ['null in a list', 'VirtualService', { http: [null], hosts: [null] }, { http: [{}], hosts: [''] }],
  ['numbers in quotes', 'Port', { number: '80' }, { number: 80 }],
  ['enums by name', 'ServerTLSSettings', { mode: 'SIMPLE' }, { mode: 'SIMPLE' }],
  ['enums by number', 'ServerTLSSettings', { mode: 1 }, { mode: 'SIMPLE' }],
  ['enums by a number without name', 'ServerTLSSettings', { mode: 77 }, { mode: 77 }],
  ['durations in nanoseconds', 'HTTPRoute', { timeout: '1.5s' }, { timeout: 1_500_000_000n }],
  ['bytes', 'HTTPBody', { bytes: 'YWI=' }, { bytes: Uint8Array.from([97, 98]) }],
  ['maps of messages', 'HTTPMatchRequest', { headers: { a: { exact: 'x' }, b: null } }, { headers: { a: { exact: 'x' } } }],
])('%s', (_name, message, value, decoded) => {
  expect(decode(message, value)).toEqual({ decoded, said: [] });
});

test.each<[string, string, unknown, string]>([
  ['a number for a text', 'Port', { name: 80 }, 'name: `80` where a string belongs'],
  [
    'a text for a truth value',
    'ServerTLSSettings',
    { httpsRedirect: 'true' },
    'httpsRedirect: the string `true` where `true` or `false` belongs',
  ],
  ['a fraction', 'Port', { number: 1.5 }, 'number: `1.5` where a whole number belongs'],
  ['too small', 'Port', { number: -1 }, 'number: `-1` is out of range: 0 to 4294967295'],
  ['a leading zero in quotes', 'Port', { number: '080' }, 'number: the string `080` where a whole number belongs'],
  ['a list for an object', 'Server', { port: [] }, 'port: a list where an object belongs'],
  ['an object for a list', 'Server', { hosts: {} }, 'hosts: an object where a list belongs'],
  [
    'an unknown name',
    'ServerTLSSettings',
    { mode: 'simple' },
    'mode: the string `simple` is not among the values `PASSTHROUGH`, `SIMPLE`, `MUTUAL`, `AUTO_PASSTHROUGH`, `ISTIO_MUTUAL`, `OPTIONAL_MUTUAL`',
  ],
  ['no duration', 'HTTPRoute', { timeout: '5' }, 'timeout: the string `5` where a duration such as `300ms`, `1.5s` or `1h` belongs'],
  ['no base64', 'HTTPBody', { bytes: '?' }, 'bytes: the string `?` where base64 text belongs'],
])('%s', (_name, message, value, problem) => {
  expect(decode(message, value).said).toEqual([problem]);
});
