import { quote } from './describe';

/** Istio's DNS label: unlike Kubernetes', upper case is fine. At most 63 characters. */
export function isLabel(text: string): boolean {
  return text.length <= 63 && /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(text);
}

/** What is wrong with a fully qualified domain name; undefined when nothing is. A trailing dot is fine. */
export function domainProblem(domain: string): string | undefined {
  return lengthProblem(domain) ?? labelsProblem(domain);
}

/** The same for a name whose first label may be `*`, `*x` or `*-x`. */
export function wildcardDomainProblem(domain: string): string | undefined {
  const tooLong = lengthProblem(domain);
  if (tooLong !== undefined) return tooLong;
  const dot = domain.indexOf('.');
  const first = dot < 0 ? domain : domain.slice(0, dot);
  if (!isWildcardLabel(first)) return invalidLabel(domain, first);
  return dot < 0 ? undefined : labelsProblem(domain.slice(dot + 1), domain);
}

function lengthProblem(domain: string): string | undefined {
  if (domain === '') return 'the host name is empty';
  return Buffer.byteLength(domain) > 255 ? `the host name ${quote(domain)} is longer than 255 characters` : undefined;
}

function labelsProblem(domain: string, whole = domain): string | undefined {
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (isNumeric(top)) return `the host name ${quote(whole)} ends in ${quote(top)}, and a top level domain cannot be a number`;
  const bad = labels.find((label, index) => !isLabel(label) && !(label === '' && index === labels.length - 1));
  return bad === undefined ? undefined : invalidLabel(whole, bad);
}

function invalidLabel(domain: string, label: string): string {
  return label === ''
    ? `the host name ${quote(domain)} has an empty part`
    : `${quote(label)} in the host name ${quote(domain)} is not made of letters, digits and inner \`-\``;
}

/** A number as Go's `Atoi` reads it: within 64 bits. */
function isNumeric(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

function isWildcardLabel(label: string): boolean {
  return label.length <= 63 && /^(?:\*|(?:\*-?)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/.test(label);
}

function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether two hosts, wildcards or not, have a name in common by Istio's rule: one's ending covers the other. */
export function hostsOverlap(one: string, other: string): boolean {
  if (!isWildcard(one) && !isWildcard(other)) return one === other;
  if (!isWildcard(one)) return one.endsWith(other.slice(1));
  if (!isWildcard(other)) return other.endsWith(one.slice(1));
  return one.length < other.length ? other.slice(1).endsWith(one.slice(1)) : one.slice(1).endsWith(other.slice(1));
}

/** Whether every name of the first host belongs to the second. */
export function isHostWithin(host: string, scope: string): boolean {
  if (!isWildcard(scope)) return !isWildcard(host) && host === scope;
  if (!isWildcard(host)) return host.endsWith(scope.slice(1));
  return host.length >= scope.length && host.slice(1).endsWith(scope.slice(1));
}
