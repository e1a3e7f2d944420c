import type { FieldReader } from '../../manifest/field';
import type { HttpMatchSpec, StringMatch } from '../routing/virtual-service-spec';

/** A `matches` entry of an HTTPRoute. Source: Istio `createURIMatch` and its neighbours. */
export function httpMatch(match: FieldReader): HttpMatchSpec {
  const method = match.at('method').text;
  return {
    uri: pathMatch(match.at('path')),
    ...named('headers', match.at('headers')),
    ...named('queryParams', match.at('queryParams')),
    ...(method ? { method: { exact: method } } : {}),
  };
}

function pathMatch(path: FieldReader): StringMatch {
  const value = path.at('value').text || '/';
  const type = path.at('type').text;
  if (type === 'Exact') return { exact: value };
  if (type === 'RegularExpression') return { regex: value };
  return { prefix: value === '/' ? value : value.replace(/\/$/, '') };
}

/** A `matches` entry of a GRPCRoute: service and method are the two steps of the path. Source: Istio `createGRPCURIMatch`. */
export function grpcMatch(match: FieldReader): HttpMatchSpec {
  const uri = grpcPath(match.at('method'));
  return { ...(uri ? { uri } : {}), ...named('headers', match.at('headers')) };
}

function grpcPath(call: FieldReader): StringMatch | undefined {
  const service = call.at('service').text;
  const method = call.at('method').text;
  if (service === '' && method === '') return undefined;
  if (service === '') return { regex: `/[^/]+/${method}` };
  if (call.at('type').text === 'RegularExpression') return { regex: `/${service}/${method || '.+'}` };
  return method === '' ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
}

/** Conditions on headers or query parameters by name; of two on one name, the last counts, as istiod has it. */
function named(key: 'headers' | 'queryParams', conditions: FieldReader): Partial<Pick<HttpMatchSpec, 'headers' | 'queryParams'>> {
  const entries = conditions.items.map((condition): [string, StringMatch] => {
    const value = condition.at('value').text;
    return [condition.at('name').text, condition.at('type').text === 'RegularExpression' ? { regex: value } : { exact: value }];
  });
  return entries.length === 0 ? {} : { [key]: Object.fromEntries(entries) };
}
