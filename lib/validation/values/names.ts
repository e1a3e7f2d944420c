/** What is wrong with a name, in words that follow the name; undefined when nothing is. */
export type NameProblem = string | undefined;

const lowerLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Kubernetes' DNS label: lower case, digits and inner `-`, at most 63 characters. */
export function dnsLabelProblem(name: string): NameProblem {
  if (name.length > 63) return 'is longer than 63 characters';
  return lowerLabel.test(name) ? undefined : 'must be lower case letters, digits and inner `-`';
}

/** Kubernetes' DNS label that starts with a letter, as Services need it. */
export function dns1035LabelProblem(name: string): NameProblem {
  return dnsLabelProblem(name) ?? (/^[a-z]/.test(name) ? undefined : 'must start with a lower case letter');
}

/** Kubernetes' DNS subdomain: DNS labels joined by dots, at most 253 characters. */
export function dnsSubdomainProblem(name: string): NameProblem {
  if (name.length > 253) return 'is longer than 253 characters';
  return name.split('.').every((label) => lowerLabel.test(label))
    ? undefined
    : 'must be lower case letters, digits, `-` and `.`, each part starting and ending with a letter or digit';
}

/** The same after `*.`, as hosts of an Ingress may be. */
export function wildcardSubdomainProblem(name: string): NameProblem {
  if (name.length > 253) return 'is longer than 253 characters';
  return name.startsWith('*.') ? dnsSubdomainProblem(name.slice(2)) : 'may only have a `*` as its whole first part';
}

/** A name that only has to be one segment of a URL path, as those of roles. */
export function pathSegmentProblem(name: string): NameProblem {
  return name === '.' || name === '..' || /[/%]/.test(name) ? 'must be neither `.` nor `..` and hold neither `/` nor `%`' : undefined;
}

/** Kubernetes' qualified name, as keys of labels and annotations: `[prefix/]name`. */
export function qualifiedNameProblem(key: string): NameProblem {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return 'must hold at most one `/`';
  if (parts.length === 2 && dnsSubdomainProblem(parts[0] ?? '')) return `has a prefix that ${dnsSubdomainProblem(parts[0] ?? '')}`;
  if (name.length > 63) return 'is longer than 63 characters';
  return isQualified(name) ? undefined : 'must be letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit';
}

/** A value of a Kubernetes label. */
export function labelValueProblem(value: string): NameProblem {
  if (value.length > 63) return 'is longer than 63 characters';
  return value === '' || isQualified(value)
    ? undefined
    : 'must be letters, digits, `-`, `_` and `.`, starting and ending with a letter or digit';
}

function isQualified(name: string): boolean {
  return /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name);
}
