import type { Place } from '../../mesh/routing/http-rule';
import type { HttpMatchSpec, StringMatch } from '../../mesh/routing/virtual-service-spec';
import { claimPath } from '../request/claims';
import { compileRegex } from '../rule/string-matcher';
import { breaksHeader, type Refusal, refusal } from './refusal';

/** What Envoy refuses in one match entry. Source: the constraints of Envoy's `RouteMatch`, and RE2. */
export function matchRefusals(match: HttpMatchSpec, place: Place): readonly Refusal[] {
  return [
    ...regexRefusals(match.uri?.regex, place, ['uri', 'regex']),
    ...(['method', 'authority', 'scheme'] as const).flatMap((field) => valueRefusals(match[field], place, [field])),
    ...(['headers', 'withoutHeaders', 'queryParams'] as const).flatMap((field) =>
      Object.entries(match[field] ?? {}).flatMap(([name, value]) => [
        ...nameRefusals(name, place, field),
        ...(field !== 'queryParams' && claimPath(name)
          ? claimRefusals(value, place, [field, name])
          : valueRefusals(value, place, [field, name])),
      ]),
    ),
  ];
}

function nameRefusals(name: string, place: Place, field: string): Refusal[] {
  if (name === '') return [refusal(place, [field], `a name in \`${field}\` is empty`)];
  return breaksHeader(name) && !claimPath(name) ? [refusal(place, [field], `the name ${JSON.stringify(name)} breaks the line`)] : [];
}

/** A claim is compared with something: no condition stands for its presence. */
function claimRefusals(match: StringMatch, place: Place, field: readonly string[]): readonly Refusal[] {
  if (match.exact === undefined && match.prefix === undefined && match.regex === undefined)
    return [refusal(place, field, 'a claim needs a value to be compared with')];
  return match.regex === '*' ? regexRefusals(match.regex, place, [...field, 'regex']) : valueRefusals(match, place, field);
}

/** An empty prefix is refused, an empty exact value is not; the regex `*` becomes a test for presence. */
function valueRefusals(match: StringMatch | undefined, place: Place, field: readonly string[]): readonly Refusal[] {
  if (match?.exact !== undefined) return [];
  if (match?.prefix !== undefined) return match.prefix === '' ? [refusal(place, [...field, 'prefix'], 'the prefix is empty')] : [];
  return match?.regex === '*' ? [] : regexRefusals(match?.regex, place, [...field, 'regex']);
}

/** A regex must be one RE2 knows, and not empty. */
export function regexRefusals(regex: string | undefined, place: Place, field: readonly (string | number)[]): Refusal[] {
  if (regex === undefined) return [];
  if (regex === '') return [refusal(place, field, 'the regex is empty')];
  return compileRegex(regex) ? [] : [refusal(place, field, `RE2 does not know the regex \`${regex}\``)];
}
