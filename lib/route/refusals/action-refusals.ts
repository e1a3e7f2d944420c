import type { Place } from '../../mesh/routing/http-rule';
import type { HeadersSpec, HttpRouteSpec } from '../../mesh/routing/virtual-service-spec';
import { headerValueProblem } from '../rule/header-format';
import { redirectCodes } from '../rule/redirect';
import { regexRefusals } from './match-refusals';
import { breaksHeader, type Refusal, refusal } from './refusal';

const greatestWeight = 4_294_967_295;
const greatestBody = 1024 * 1024;

/** What Envoy refuses in one rule beside its matches. Source: the constraints of Envoy's `Route` and of its filters. */
export function actionRefusals(spec: HttpRouteSpec, place: Place): readonly Refusal[] {
  const { redirect, directResponse } = spec;
  const action = redirect
    ? redirectRefusals(redirect, place)
    : directResponse
      ? directRefusals(directResponse, place)
      : forwardRefusals(spec, place);
  return [...action, ...faultRefusals(spec, place), ...corsRefusals(spec, place), ...headersRefusals(spec.headers, place, ['headers'])];
}

function redirectRefusals({ redirectCode, uri = '', authority = '' }: NonNullable<HttpRouteSpec['redirect']>, place: Place): Refusal[] {
  const broken = Object.entries({ uri, authority }).filter(([, value]) => breaksHeader(value));
  const lines = broken.map(([field]) => refusal(place, ['redirect', field], 'it breaks the line'));
  if (!redirectCode || redirectCodes.includes(redirectCode)) return lines;
  return [
    refusal(place, ['redirect', 'redirectCode'], `Envoy has no redirect with code \`${redirectCode}\`, only ${redirectCodes.join(', ')}`),
    ...lines,
  ];
}

function directRefusals({ status = 0, body }: NonNullable<HttpRouteSpec['directResponse']>, place: Place): Refusal[] {
  if (!isAnswer(status)) return [refusal(place, ['directResponse', 'status'], `\`${status}\` is no status from 200 to 599`)];
  const size = body?.string === undefined ? Buffer.from(body?.bytes ?? '', 'base64').length : Buffer.byteLength(body.string);
  return size > greatestBody ? [refusal(place, ['directResponse', 'body'], `the body has ${size} bytes, ${greatestBody} are allowed`)] : [];
}

function forwardRefusals(spec: HttpRouteSpec, place: Place): Refusal[] {
  const routes = spec.route ?? [];
  const weights = routes.map((route) => route.weight ?? 0);
  const { uri = '', authority = '', uriRegexRewrite } = spec.rewrite ?? {};
  return [
    ...(routes.length === 0 ? [refusal(place, [], 'the rule says nothing of what to do: no `route`, `redirect` or `directResponse`')] : []),
    ...(routes.length > 1 ? weightRefusals(weights, place) : []),
    ...(uriRegexRewrite ? regexRefusals(uriRegexRewrite.match ?? '', place, ['rewrite', 'uriRegexRewrite', 'match']) : []),
    ...Object.entries({ uri, authority }).flatMap(([field, value]) =>
      breaksHeader(value) ? [refusal(place, ['rewrite', field], 'it breaks the line')] : [],
    ),
    ...routes.flatMap((route, index) => headersRefusals(route.headers, place, ['route', index, 'headers'])),
  ];
}

function weightRefusals(weights: readonly number[], place: Place): Refusal[] {
  if (weights.every((weight) => weight === 0)) return [refusal(place, ['route'], 'every destination has weight 0')];
  const sum = weights.reduce((total, weight) => total + (weight < 0 ? weight + greatestWeight + 1 : weight), 0);
  return sum > greatestWeight ? [refusal(place, ['route'], `the weights add up to more than ${greatestWeight}`)] : [];
}

function faultRefusals({ fault }: HttpRouteSpec, place: Place): Refusal[] {
  const status = fault?.abort?.httpStatus;
  if (status === undefined || isAnswer(status)) return [];
  return [refusal(place, ['fault', 'abort', 'httpStatus'], `\`${status}\` is no status from 200 to 599`)];
}

function corsRefusals({ corsPolicy }: HttpRouteSpec, place: Place): Refusal[] {
  return (corsPolicy?.allowOrigins ?? []).flatMap(({ exact, prefix, regex }, index) => {
    const field = ['corsPolicy', 'allowOrigins', index];
    if (exact !== undefined) return [];
    if (prefix !== undefined) return prefix === '' ? [refusal(place, [...field, 'prefix'], 'the prefix is empty')] : [];
    return regexRefusals(regex, place, [...field, 'regex']);
  });
}

function headersRefusals(headers: HeadersSpec | undefined, place: Place, field: readonly (string | number)[]): Refusal[] {
  return (['request', 'response'] as const).flatMap((direction) => {
    const { set = {}, add = {}, remove = [] } = headers?.[direction] ?? {};
    const written = Object.entries({ set, add }).flatMap(([kind, entries]) =>
      Object.entries(entries).flatMap(([name, value]) =>
        headerRefusal(name, value).map((reason) => refusal(place, [...field, direction, kind, name], reason)),
      ),
    );
    const removed = remove.flatMap((name, index) =>
      name === '' || breaksHeader(name) ? [refusal(place, [...field, direction, 'remove', index], 'a header to remove has no name')] : [],
    );
    return [...written, ...removed];
  });
}

/** Authority and pseudo headers never reach Envoy as headers. */
function headerRefusal(name: string, value: string): string[] {
  if (name.startsWith(':') || name.toLowerCase() === 'host') return [];
  if (name === '') return ['a header has no name'];
  const problem = breaksHeader(name) ? 'its name breaks the line' : headerValueProblem(value);
  return problem === undefined ? [] : [`header \`${name}\` cannot have the value ${JSON.stringify(value)}: ${problem}`];
}

function isAnswer(status: number): boolean {
  return status >= 200 && status < 600;
}
