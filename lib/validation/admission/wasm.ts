import type { EnvVar, TrafficExtension, TrafficSelector, WasmConfig, WasmPlugin } from '../../../imports/protobuf/extensions';
import { quote } from '../values/describe';
import { parseRequestUri, parseUrl } from '../values/url';
import type { Field } from '../violation';
import { checkPort } from './ports';
import { checkTargets } from './selectors';

/** What istiod's webhook asks of a WasmPlugin. Source: `ValidateWasmPlugin` of `pkg/config/validation`. */
export function checkWasmPlugin(plugin: WasmPlugin, at: Field): void {
  checkTargets(plugin, at);
  checkModule(plugin, at);
  checkTraffic(plugin.match ?? [], at.at('match'));
}

/** What istiod's webhook asks of a TrafficExtension. Source: `ValidateTrafficExtension` of `pkg/config/validation`. */
export function checkTrafficExtension(extension: TrafficExtension, at: Field): void {
  const { wasm, lua, match = [] } = extension;
  if ((wasm === undefined) === (lua === undefined)) at.error('exactly one of `wasm` and `lua` must be given');
  checkTargets(extension, at);
  if (lua) checkLua(lua.inlineCode ?? '', at.at('lua', 'inlineCode'));
  if (wasm) checkModule(wasm, at.at('wasm'));
  checkTraffic(match, at.at('match'));
}

const mostLuaBytes = 64 * 1024;

function checkLua(code: string, at: Field): void {
  if (code === '') at.error('the code is empty');
  else if (Buffer.byteLength(code) > mostLuaBytes) at.error('the code is longer than 64 kB');
}

function checkModule({ url = '', sha256 = '', imagePullSecret = '', pluginName = '', vmConfig }: WasmConfig, at: Field): void {
  checkUrl(url, at.at('url'));
  if (sha256 !== '' && !/^[a-f0-9]{64}$/.test(sha256))
    at.at('sha256').error(`${quote(sha256)} is not a SHA-256 sum`, { why: 'it has 64 digits, `0` to `9` and `a` to `f`' });
  if (Buffer.byteLength(imagePullSecret) > 253) at.at('imagePullSecret').error('the name is longer than 253 characters');
  if (Buffer.byteLength(pluginName) > 256) at.at('pluginName').error('the name is longer than 256 characters');
  checkEnvironment(vmConfig?.env ?? [], at.at('vmConfig', 'env'));
}

/** With a scheme, or an image of the form `registry/name:tag`. */
function checkUrl(text: string, at: Field): void {
  if (text === '') {
    at.error('required field `url` is missing');
    return;
  }
  const url = parseRequestUri(text) === undefined ? parseRequestUri(`http://${text}`) && parseUrl(`http://${text}`) : parseUrl(text);
  if (url === undefined) at.error(`${quote(text)} is not a URL`);
  else if (!['', 'file', 'http', 'https', 'oci'].includes(url.scheme))
    at.error(`the scheme ${quote(url.scheme)} is not known`, { fix: 'use `oci`, `https`, `http` or `file`' });
}

function checkEnvironment(variables: readonly EnvVar[], at: Field): void {
  const names = new Set<string>();
  for (const [index, { name = '', value = '', valueFrom = 'INLINE' }] of variables.entries()) {
    const place = at.at(index);
    if (name === '') place.at('name').error('the variable has no name');
    else if (Buffer.byteLength(name) > 256) place.at('name').error('the name is longer than 256 characters');
    else if (names.has(name)) place.at('name').error(`another variable is named ${quote(name)}`);
    if (valueFrom !== 'INLINE' && value !== '') place.at('value').error(`a value does not go with \`valueFrom: ${valueFrom}\``);
    names.add(name);
  }
}

function checkTraffic(selectors: readonly TrafficSelector[], at: Field): void {
  for (const [index, { ports = [] }] of selectors.entries()) {
    for (const [number, port] of ports.entries()) checkPort(port.number ?? 0, at.at(index, 'ports', number, 'number'));
  }
}
