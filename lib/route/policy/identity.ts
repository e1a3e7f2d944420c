import type { PeerCertificate } from './attributes';
import type { Matcher } from './matcher';
import { literal, type StringTest, stringPattern } from './string-pattern';

const spiffe = 'spiffe://';

/** Holds when a name in the peer's certificate fits: a URI SAN, else a DNS SAN, else the subject. Source: Envoy `AuthenticatedMatcher`. */
function certificate(test: StringTest): Matcher {
  return ({ peer }) => (peer === undefined ? undefined : peer !== null && shows(peer, test));
}

function shows({ uris, dnsNames = [], subject = '' }: PeerCertificate, test: StringTest): boolean {
  return uris.some(test) || dnsNames.some(test) || test(subject);
}

function regex(pattern: string): StringTest {
  const compiled = new RegExp(`^(?:${pattern})$`);
  return (value) => compiled.test(value);
}

/**
 * `source.principal`. A principal of this mesh counts under each alias of its trust domain; `cluster.local` means this
 * mesh, whatever its trust domain is called. Source: Istio `ReplaceTrustDomainAliases`.
 */
export function principal(value: string, trustDomains: readonly string[]): Matcher {
  const tests = inAllTrustDomains(value, trustDomains).map((each) => stringPattern(each, { prefix: spiffe }));
  return certificate((name) => tests.some((test) => test(name)));
}

function inAllTrustDomains(value: string, trustDomains: readonly string[]): string[] {
  const [domain = '', ...rest] = value.split('/');
  if (rest.length !== 4 || domain === '*') return [value];
  const isOwn = domain === 'cluster.local' || trustDomains.some((known) => fitsDomain(domain, known));
  if (!isOwn) return [value];
  return [...new Set(trustDomains.map((known) => (isSuffixOf(domain, known) ? value : [known, ...rest].join('/'))))];
}

function fitsDomain(pattern: string, domain: string): boolean {
  return pattern === domain || isSuffixOf(pattern, domain) || (pattern.endsWith('*') && domain.startsWith(pattern.slice(0, -1)));
}

function isSuffixOf(pattern: string, domain: string): boolean {
  return pattern.startsWith('*') && domain.endsWith(pattern.slice(1));
}

/** `source.namespace`; `*` may stand anywhere. */
export function namespace(value: string): Matcher {
  return certificate(regex(`.*/ns/${value.split('*').map(literal).join('.*')}/.*`));
}

/** `source.serviceAccount`: `name`, of the policy's own namespace, or `namespace/name`. */
export function serviceAccount(value: string, policyNamespace: string): Matcher {
  const slash = value.indexOf('/');
  const owner = slash < 0 ? policyNamespace : value.slice(0, slash);
  const account = slash < 0 ? value : value.slice(slash + 1);
  return certificate(regex(`spiffe://.+/ns/${literal(owner)}/(.+/|)sa/${literal(account)}(/.+)?`));
}

/** `source.trustDomain`. */
export function trustDomain(value: string, trustDomains: readonly string[]): Matcher {
  const wanted = trustDomains.includes(value) ? trustDomains : [value];
  const tests = wanted.map((domain): StringTest => {
    if (domain === '*') return (name) => name.startsWith(spiffe);
    const star = domain.indexOf('*');
    if (star < 0) return (name) => name.startsWith(`${spiffe}${domain}/`);
    return regex(`spiffe://${literal(domain.slice(0, star))}[^/]*${literal(domain.slice(star + 1))}/.*`);
  });
  return certificate((name) => tests.some((test) => test(name)));
}
