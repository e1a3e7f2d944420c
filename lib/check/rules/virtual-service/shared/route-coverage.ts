import type { FieldReader } from '../../../../manifest/field';
import { compileRegex } from '../../../../route/rule/string-matcher';

/*
 * Which requests one match leaves to no later one. All is on the safe side: "covers" is said only where it is certain.
 */

/** Regular expressions that every path matches. */
export const anyPath = ['.*', '/.*'];

/** Conditions with one text each. */
export const conditions = ['method', 'scheme', 'authority'] as const;
/** Conditions with a text for each name. */
export const mappings = ['headers', 'queryParams'] as const;

/** Does every request that `inner` takes also fit `outer`? An undefined match takes everything. */
export function matchCovers(outer: FieldReader | undefined, inner: FieldReader | undefined): boolean {
  if (!outer) return true;
  if (limitsCallers(outer) || outer.at('withoutHeaders').entries.length > 0) return false;
  if (!uriCovers(outer, inner)) return false;
  return (
    conditions.every((field) => textCovers(outer.at(field), inner?.at(field))) &&
    mappings.every((field) => mappingCovers(outer.at(field), inner?.at(field)))
  );
}

/** Is there certainly a request that both take? Only the path is looked at; any other condition makes it uncertain. */
export function matchesMeet(one: FieldReader | undefined, other: FieldReader | undefined): boolean {
  return matchCovers(one, other) || matchCovers(other, one);
}

/** Does it look at who calls, which differs from proxy to proxy? */
export function limitsCallers(match: FieldReader): boolean {
  return ['port', 'gateways', 'sourceLabels', 'sourceNamespace'].some((field) => match.at(field).exists);
}

function uriCovers(outer: FieldReader, inner: FieldReader | undefined): boolean {
  const uri = outer.at('uri');
  if (!uri.exists || uri.entries.length === 0 || uri.at('prefix').text === '/') return true;
  const own = inner?.at('uri');
  const exact = own?.at('exact').text ?? '';
  const prefix = own?.at('prefix').text ?? '';
  if (outer.at('ignoreUriCase').value !== inner?.at('ignoreUriCase').value) return false;
  if (uri.at('prefix').text !== '') return exact.startsWith(uri.at('prefix').text) || prefix.startsWith(uri.at('prefix').text);
  if (uri.at('exact').text !== '') return exact === uri.at('exact').text;
  return regexCovers(uri.at('regex').text, { exact, prefix, regex: own?.at('regex').text ?? '' });
}

function regexCovers(regex: string, { exact, prefix, regex: inner }: { exact: string; prefix: string; regex: string }): boolean {
  if (regex === '') return false;
  if (anyPath.includes(regex)) return exact !== '' || prefix !== '' || inner !== '';
  if (inner === regex) return true;
  return exact !== '' && (compileRegex(regex)?.matches(exact) ?? false);
}

/** A condition that is not written takes every value; one that is takes the same and narrower ones. */
function textCovers(outer: FieldReader, inner: FieldReader | undefined): boolean {
  if (!outer.exists) return true;
  if (!inner?.exists) return false;
  if (outer.entries.length === 0) return true;
  const [exact, prefix] = [inner.at('exact').text, inner.at('prefix').text];
  if (outer.at('exact').exists) return exact === outer.at('exact').text && inner.at('exact').exists;
  if (outer.at('prefix').text !== '') return exact.startsWith(outer.at('prefix').text) || prefix.startsWith(outer.at('prefix').text);
  return outer.at('regex').exists && outer.at('regex').text === inner.at('regex').text;
}

function mappingCovers(outer: FieldReader, inner: FieldReader | undefined): boolean {
  return outer.entries.every(([name, field]) => inner?.at(name).exists && textCovers(field, inner.at(name)));
}
