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
  ['null for a text in a list', 'Server', { hosts: ['a', null] }, { hosts: ['a', ''] }],
  ['quoted numbers between spaces', 'Port', { number: ' 80 ' }, { number: 80 }],
  ['null in quotes', 'LoadBalancerSettings.ConsistentHashLB.MagLev', { tableSize: 'null' }, {}],
  [
    'the least and the most of 32 bits',
    'OutlierDetection',
    { maxEjectionPercent: -2147483648, minHealthPercent: 2147483647 },
    { maxEjectionPercent: -2147483648, minHealthPercent: 2147483647 },
  ],
  ['the most without sign', 'Port', { number: 4294967295 }, { number: 4294967295 }],
  ['64 bits', 'LoadBalancerSettings.ConsistentHashLB.MagLev', { tableSize: '18446744073709551615' }, { tableSize: 2 ** 64 }],
  ['fractions', 'Percent', { value: 0.5 }, { value: 0.5 }],
  ['fractions in quotes', 'Percent', { value: ' -1.5e+3 ' }, { value: -1500 }],
  ['null in quotes for a fraction', 'Percent', { value: 'null' }, {}],
  ['no number', 'Percent', { value: 'NaN' }, { value: Number.NaN }],
  ['without end', 'Percent', { value: '-Infinity' }, { value: Number.NEGATIVE_INFINITY }],
  ['without end upwards', 'Percent', { value: 'Infinity' }, { value: Number.POSITIVE_INFINITY }],
  ['a truth value', 'ServerTLSSettings', { httpsRedirect: false }, {}],
  ['a truth value in a wrapper', 'OutlierDetection', { splitExternalLocalOriginErrors: true }, { splitExternalLocalOriginErrors: true }],
  ['bytes as numbers', 'HTTPBody', { bytes: [0, 255, null] }, { bytes: Uint8Array.from([0, 255, 0]) }],
  ['bytes over two lines', 'HTTPBody', { bytes: 'YW\nI=' }, { bytes: Uint8Array.from([97, 98]) }],
  ['no bytes', 'HTTPBody', { bytes: '' }, { bytes: new Uint8Array() }],
  ['a map of texts', 'Headers.HeaderOperations', { set: { a: 'b', c: null } }, { set: { a: 'b' } }],
  ['nothing', 'Port', null, {}],
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
  ['too many digits', 'Port', { number: '1'.repeat(26) }, `number: the string \`${'1'.repeat(26)}\` where a smaller number belongs`],
  [
    'below 32 bits',
    'OutlierDetection',
    { maxEjectionPercent: -2147483649 },
    'maxEjectionPercent: `-2147483649` is out of range: -2147483648 to 2147483647',
  ],
  [
    'above 32 bits',
    'OutlierDetection',
    { maxEjectionPercent: 2147483648 },
    'maxEjectionPercent: `2147483648` is out of range: -2147483648 to 2147483647',
  ],
  ['above what has no sign', 'Port', { number: '4294967296' }, 'number: `4294967296` is out of range: 0 to 4294967295'],
  ['less than nothing', 'Port', { number: '-0' }, 'number: `-0` is out of range: 0 to 4294967295'],
  [
    'above 64 bits',
    'LoadBalancerSettings.ConsistentHashLB.MagLev',
    { tableSize: '18446744073709551616' },
    'tableSize: `18446744073709551616` is out of range: 0 to 18446744073709551615',
  ],
  ['a truth value for a number', 'Port', { number: true }, 'number: `true` where a whole number belongs'],
  ['a sign for a number', 'Port', { number: '+80' }, 'number: the string `+80` where a whole number belongs'],
  ['more behind a number', 'Port', { number: '80a' }, 'number: the string `80a` where a whole number belongs'],
  ['a text for a fraction', 'Percent', { value: '1.' }, 'value: the string `1.` where a number belongs'],
  ['more behind a fraction', 'Percent', { value: '1.5a' }, 'value: the string `1.5a` where a number belongs'],
  ['a fraction that is too large', 'Percent', { value: '1e999' }, 'value: the string `1e999` where a number belongs'],
  ['an object for a fraction', 'Percent', { value: {} }, 'value: an object where a number belongs'],
  ['numbers that are no bytes', 'HTTPBody', { bytes: [256] }, 'bytes: a list where base64 text belongs'],
  ['a number below all bytes', 'HTTPBody', { bytes: [-1] }, 'bytes: a list where base64 text belongs'],
  ['a number for bytes', 'HTTPBody', { bytes: 1 }, 'bytes: `1` where base64 text belongs'],
  ['three letters of base64', 'HTTPBody', { bytes: 'YWI' }, 'bytes: the string `YWI` where base64 text belongs'],
  ['a number for a duration', 'HTTPRoute', { timeout: 5 }, 'timeout: `5` where a duration such as `1.5s` belongs'],
  [
    'a number that no enum can have',
    'ServerTLSSettings',
    { mode: 2147483648 },
    'mode: `2147483648` is out of range: -2147483648 to 2147483647',
  ],
  ['an object for a name', 'ServerTLSSettings', { mode: {} }, 'mode: an object where a whole number belongs'],
  ['a list for a map', 'Headers.HeaderOperations', { set: [] }, 'set: a list where an object belongs'],
  ['a number in a map', 'Headers.HeaderOperations', { set: { a: 1 } }, 'set.a: `1` where a string belongs'],
  ['a text for a message', 'Port', 'a', ': the string `a` where an object belongs'],
  ['no base64', 'HTTPBody', { bytes: '?' }, 'bytes: the string `?` where base64 text belongs'],
])('%s', (_name, message, value, problem) => {
  expect(decode(message, value).said).toEqual([problem]);
});
