import { quote } from '../../values/describe';
import { legacyAddress, specialAddress } from '../../values/legacy-address';
import type { Field } from '../../violation';
import { checkOneOfAlways, checkOneOfIfGiven, type Maybe } from './field-checks';
import { isGiven } from './quantities';

/** The fields of a Service about its addresses. */
export interface ServiceAddresses {
  readonly type?: Maybe<string>;
  readonly clusterIP?: Maybe<string>;
  readonly clusterIPs?: Maybe<readonly string[]>;
  readonly ipFamilies?: Maybe<readonly string[]>;
  readonly ipFamilyPolicy?: Maybe<string>;
  readonly externalIPs?: Maybe<readonly string[]>;
  readonly selector?: Maybe<object>;
}

/** Source: `ValidateServiceClusterIPsRelatedFields`. Whether an address is in the cluster's range, the cluster knows. */
export function checkAddresses(spec: ServiceAddresses, at: Field): void {
  if (spec.type === 'ExternalName') checkNoAddresses(spec, at);
  else {
    checkHeadless(spec, at);
    checkClusterIps(spec, at);
    checkFamilies(spec, at);
  }
  if (spec.externalIPs) checkExternalIps(spec.externalIPs, at.at('externalIPs'));
}

/** All addresses: the API server fills the list with the single one. */
function addressesOf({ clusterIP, clusterIPs }: ServiceAddresses): readonly string[] {
  if ((clusterIPs ?? []).length > 0) return clusterIPs ?? [];
  return clusterIP ? [clusterIP] : [];
}

/** Whether the Service has no address of its own. */
export function isHeadless(spec: ServiceAddresses): boolean {
  const addresses = addressesOf(spec);
  return addresses.length === 1 && addresses[0] === 'None';
}

function checkNoAddresses(spec: ServiceAddresses, at: Field): void {
  const given = {
    clusterIP: addressesOf(spec).length > 0 ? spec.clusterIP : undefined,
    clusterIPs: (spec.clusterIPs ?? []).length > 0,
    ipFamilies: (spec.ipFamilies ?? []).length > 0,
    ipFamilyPolicy: isGiven(spec.ipFamilyPolicy),
  };
  for (const [field, isGiven] of Object.entries(given)) {
    if (isGiven)
      at.at(field).error(`a Service of type \`ExternalName\` has no \`${field}\``, {
        why: 'it is only an alias in DNS',
        fix: `leave \`${field}\` out`,
      });
  }
}

function checkHeadless(spec: ServiceAddresses, at: Field): void {
  if (isHeadless(spec) && (spec.type === 'NodePort' || spec.type === 'LoadBalancer'))
    at.at('clusterIP').error(`a Service of type \`${spec.type}\` cannot be headless`, {
      why: 'its node ports lead to its cluster address',
      fix: 'leave `clusterIP: None` out, or the type',
    });
}

function checkClusterIps(spec: ServiceAddresses, at: Field): void {
  const addresses = addressesOf(spec);
  if (addresses.length === 0) return;
  const place = at.at('clusterIPs');
  if ((spec.clusterIPs ?? []).length > 0 && addresses[0] !== (spec.clusterIP ?? ''))
    place.error('the first of `clusterIPs` must be `clusterIP`', { fix: `write \`clusterIP: ${addresses[0]}\` too` });
  if (addresses.length > 2) place.error(`${addresses.length} addresses are more than two, one for each IP family`);
  if (addresses.length > 1 && addresses[0] === 'None') place.error('`None` must be the only one of `clusterIPs`');
  const families = addresses.map((address) => legacyAddress(address)?.family);
  for (const [index, address] of addresses.entries()) {
    if (families[index] === undefined && !(index === 0 && address === 'None'))
      (spec.clusterIPs ? place.at(index) : at.at('clusterIP')).error(`${quote(address)} is not an IP address`);
  }
  if (addresses.length > 1 && new Set(families).size === 1 && families[0] !== undefined)
    place.error(`both addresses are ${families[0]}, one for each IP family is allowed`);
}

/** Families that exist, none of them twice, each of them that of its address. */
function checkFamilies(spec: ServiceAddresses, at: Field): void {
  const families = spec.ipFamilies ?? [];
  if (!spec.clusterIP && !spec.clusterIPs && !spec.ipFamilies && !isGiven(spec.ipFamilyPolicy)) return;
  const place = at.at('ipFamilies');
  checkOneOfIfGiven(spec.ipFamilyPolicy, ['SingleStack', 'PreferDualStack', 'RequireDualStack'], at.at('ipFamilyPolicy'));
  for (const [index, family] of families.entries()) {
    checkOneOfAlways(family, ['IPv4', 'IPv6'], place.at(index));
    if (families.indexOf(family) < index) place.at(index).error(`${quote(family)} is in the list twice`);
  }
  const addresses = addressesOf(spec);
  for (const [index, address] of addresses.entries()) {
    const family = legacyAddress(address)?.family;
    const wanted = families[index];
    if (family !== undefined && wanted !== undefined && family !== wanted)
      place.at(index).error(`${quote(wanted)} is not the family of the address ${quote(address)}`, { fix: `use \`${family}\`` });
  }
  checkSingleStack(spec, at.at('ipFamilyPolicy'));
}

/** Two addresses or families need a policy that allows two. */
function checkSingleStack(spec: ServiceAddresses, at: Field): void {
  const isHeadlessWithoutPods = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? (isHeadlessWithoutPods ? 'RequireDualStack' : 'SingleStack');
  const isDual = addressesOf(spec).length === 2 || (spec.ipFamilies ?? []).length === 2;
  if (policy === 'SingleStack' && isDual)
    at.error('two IP families need another policy than `SingleStack`, which is the default', {
      fix: 'use `PreferDualStack` or `RequireDualStack`',
    });
}

function checkExternalIps(externalIPs: readonly string[], at: Field): void {
  for (const [index, text] of externalIPs.entries()) {
    const address = legacyAddress(text);
    const special = address && specialAddress(address);
    if (address === undefined) at.at(index).error(`${quote(text)} is not an IP address`);
    else if (special !== undefined) at.at(index).error(`${quote(text)} is ${special}`, { why: 'nothing from outside reaches it' });
  }
}
