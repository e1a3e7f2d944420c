import { quote } from '../../values/describe';
import { dnsLabelProblem, qualifiedNameProblem } from '../../values/names';
import { quantityOf } from '../../values/quantity';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkText, type Maybe } from './field-checks';
import { checkNotNegative, isGiven, type Quantity } from './quantities';

type Quantities = Readonly<Record<string, Quantity>>;

/** Source: Kubernetes `ResourceRequirements`. */
export interface Resources {
  readonly requests?: Maybe<Quantities>;
  readonly limits?: Maybe<Quantities>;
  readonly claims?: Maybe<readonly { readonly name?: Maybe<string>; readonly request?: Maybe<string> }[]>;
}

/** Source: `validateResourceRequirements`. */
export function checkResources(resources: Maybe<Resources>, podClaims: ReadonlySet<string>, at: Field): void {
  if (!resources) return;
  const { requests, limits, claims } = resources;
  for (const field of ['limits', 'requests'] as const) {
    const quantities = resources[field];
    for (const name in quantities) {
      checkResourceName(name, at.at(field, name));
      checkAmount(name, quantities[name] ?? 0, at.at(field, name));
    }
  }
  for (const name in requests) checkLimit(name, requests[name] ?? 0, limits?.[name], at.at('requests', name));
  checkHugePages([...Object.keys(requests ?? {}), ...Object.keys(limits ?? {})], at);
  if (claims) checkClaims(claims, podClaims, at.at('claims'));
}

/** Resources that need no domain in front of their name. */
const standardResources = ['cpu', 'memory', 'ephemeral-storage'];

/** Source: `validateContainerResourceName`. */
export function checkResourceName(name: string, at: Field): void {
  if (standardResources.includes(name)) return;
  const problem = qualifiedNameProblem(name);
  if (problem !== undefined) at.error(`${quote(name)} ${problem}`);
  else if (!name.includes('/') && !isHugePages(name))
    at.error(`${quote(name)} is not a resource of a container`, {
      fix: 'use `cpu`, `memory` or `ephemeral-storage`, or name one with its domain',
    });
  else if (!isNative(name) && !isExtended(name)) at.error(`${quote(name)} is not the name of an extended resource`);
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own, with or without its domain. Source: `IsNativeResource`. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Source: `IsExtendedResourceName`. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedNameProblem(`requests.${name}`) === undefined;
}

function checkAmount(name: string, quantity: Quantity, at: Field): void {
  checkNotNegative(quantity, at);
  if (standardResources.includes(name)) return;
  const amount = quantityOf(quantity);
  if (isExtended(name) && !Number.isInteger(amount))
    at.error(`\`${quantity}\` is not a whole number`, { why: `${quote(name)} is counted` });
  if (isHugePages(name) && !isWholePages(name, amount)) at.error(`\`${quantity}\` is not a multiple of the page size`);
}

function isWholePages(name: string, amount: number): boolean {
  const size = quantityOf(name.slice('hugepages-'.length));
  return size > 0 && Number.isInteger(size) && amount % size === 0;
}

/** Nobody may ask for more than the limit gives; of what cannot be shared, request and limit are the same. */
function checkLimit(name: string, request: Quantity, limit: Maybe<Quantity>, at: Field): void {
  const isShared = isNative(name) && !isHugePages(name);
  if (isGiven(limit) && quantityOf(request) > quantityOf(limit)) at.error(`the request \`${request}\` is more than the limit \`${limit}\``);
  else if (!isShared && (!isGiven(limit) || quantityOf(request) !== quantityOf(limit)))
    at.error(`${quote(name)} needs a limit that is the request`, {
      why: 'it cannot be overcommitted',
      fix: `write \`${name}: ${request}\` in \`limits\``,
    });
}

function checkHugePages(names: readonly string[], at: Field): void {
  if (names.some(isHugePages) && !names.includes('cpu') && !names.includes('memory'))
    at.error('huge pages need `cpu` or `memory` beside them');
}

/** Source: `validateResourceClaimNames`. */
function checkClaims(claims: NonNullable<Resources['claims']>, podClaims: ReadonlySet<string>, at: Field): void {
  const seen = new Set<string>();
  for (const [index, { name, request }] of claims.entries()) {
    checkText(name, at.at(index, 'name'));
    if (!name) continue;
    const id = request ? `${name}/${request}` : name;
    const isCovered = seen.has(name) || seen.has(id) || (!request && [...seen].some((other) => other.startsWith(`${name}/`)));
    if (isCovered) at.at(index).error(`another claim is ${quote(name)} too`);
    if (request) complain(request, dnsLabelProblem, at.at(index, 'request'));
    seen.add(id);
    if (!podClaims.has(name)) at.at(index, 'name').error(`the pod has no resource claim ${quote(name)}`);
  }
}
