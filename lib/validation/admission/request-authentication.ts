import type { JWTRule, RequestAuthentication } from '../../../imports/protobuf/security';
import { quote } from '../values/describe';
import { parseUrl } from '../values/url';
import type { Field } from '../violation';
import { checkDuration } from './durations';
import { readJwks } from './jwks';
import { checkTargets } from './selectors';

/** What istiod's webhook asks of a RequestAuthentication. Source: `ValidateRequestAuthentication` of `pkg/config/validation`. */
export function checkRequestAuthentication(policy: RequestAuthentication, at: Field): void {
  checkTargets(policy, at);
  for (const [index, rule] of (policy.jwtRules ?? []).entries()) checkJwtRule(rule, at.at('jwtRules', index));
}

function checkJwtRule(rule: JWTRule, at: Field): void {
  const { issuer = '', jwksUri = '', jwks = '' } = rule;
  for (const field of ['audiences', 'fromParams', 'fromCookies'] as const) {
    for (const [index, value] of (rule[field] ?? []).entries()) if (value === '') at.at(field, index).error('the value is empty');
  }
  if (issuer === '' && jwksUri === '')
    at.error('one of `issuer` and `jwksUri` is needed', { why: 'nothing else says whose tokens are meant' });
  if (jwksUri !== '') checkJwksUri(jwksUri, at.at('jwksUri'));
  if (jwks !== '') checkJwks(jwks, at.at('jwks'));
  for (const [index, { name = '' }] of (rule.fromHeaders ?? []).entries())
    if (name === '') at.at('fromHeaders', index, 'name').error('the header has no name');
  for (const [index, { header = '', claim = '' }] of (rule.outputClaimToHeaders ?? []).entries()) {
    const place = at.at('outputClaimToHeaders', index);
    if (header === '' || claim === '') place.error('`header` and `claim` are both needed');
    else if (!/^[-_A-Za-z0-9]+$/.test(header)) place.at('header').error(`${quote(header)} is not made of letters, digits, \`-\` and \`_\``);
  }
  checkDuration(rule.timeout, at.at('timeout'));
}

function checkJwksUri(text: string, at: Field): void {
  const url = parseUrl(text);
  if (url === undefined) at.error(`${quote(text)} is not a URL`);
  else if (url.scheme !== 'http' && url.scheme !== 'https') at.error(`the scheme ${quote(url.scheme)} is neither \`http\` nor \`https\``);
  else if (isTooLarge(url.host)) at.error(`${quote(text)} has no port that fits`);
}

/** A port that fits into no number at all; istiod looks no closer. */
function isTooLarge(host: string): boolean {
  const digits = /:(\d+)$/.exec(host)?.[1];
  return digits !== undefined && BigInt(digits) >= 2n ** 63n;
}

function checkJwks(text: string, at: Field): void {
  const keys = readJwks(text);
  if (typeof keys === 'string') at.error(`the keys cannot be read: ${keys}`);
  else
    for (const [index, key] of keys.entries())
      if (key.isPrivate) at.warning(`key ${index} is private`, { why: 'verifying a token takes the public key only' });
}
