import { said } from './said.test.helper';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const typed = (type: string, data: object, more: object = {}) => ({ type: `kubernetes.io/${type}`, data, ...more });
const half = 'x'.repeat(600_000);

test.each<[string, string, object, string[]]>([
  ['bytes as numbers', 'Secret', { data: { a: [1, null, 255] } }, []],
  ['numbers that are no bytes', 'Secret', { data: { a: ['a'], b: [256] } }, ['data.a', 'data.b']],
  ['no value', 'Secret', typed('tls', { 'tls.crt': null, 'tls.key': null }), []],
  ['a key given as a string', 'Secret', typed('tls', { 'tls.crt': '' }, { stringData: { 'tls.key': 'x' } }), []],
  ['no empty key', 'Secret', typed('ssh-auth', { 'ssh-privatekey': '' }), ['data.ssh-privatekey']],
  ['a login', 'Secret', typed('basic-auth', { password: '' }), []],
  ['no login', 'Secret', typed('basic-auth', { a: '' }), ['data']],
  ['a registry', 'Secret', typed('dockerconfigjson', { '.dockerconfigjson': base64('{"auths":{}}') }), []],
  ['no registry', 'Secret', typed('dockerconfigjson', { '.dockerconfigjson': base64('[]') }), ['data..dockerconfigjson']],
  ['no JSON', 'Secret', typed('dockercfg', {}, { stringData: { '.dockercfg': '{' } }), ['data..dockercfg']],
  ['a token of nobody', 'Secret', typed('service-account-token', {}), ['metadata.annotations.kubernetes.io/service-account.name']],
  ['too much', 'ConfigMap', { data: { a: half, b: half } }, ['data']],
  ['too much together', 'Secret', { data: { a: base64(half) }, stringData: { b: half } }, ['data']],
  ['twice the same key', 'Secret', { data: { a: base64(half) }, stringData: { a: half } }, []],
])('%s: %s', (_name, kind, rest, expected) => {
  expect(said(kind, rest)).toEqual(expected);
});
