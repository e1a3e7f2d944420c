import { quote } from '../../values/describe';
import { isStrictlyWithin, legacyRange } from '../../values/legacy-address';
import type { Field } from '../../violation';
import { checkOneOfAlways, checkOneOfIfGiven, checkText, type Maybe } from './field-checks';
import { checkLabelSelector, type LabelSelector } from './label-selector';
import { checkPortNumber, checkPortReference, transportProtocols } from './ports';

/** The part of a NetworkPolicy that its rules look at. */
interface NetworkPolicy {
  readonly spec?: Maybe<{
    readonly podSelector?: Maybe<LabelSelector>;
    readonly policyTypes?: Maybe<readonly string[]>;
    readonly ingress?: Maybe<readonly { readonly from?: Maybe<readonly Peer[]>; readonly ports?: Maybe<readonly PolicyPort[]> }[]>;
    readonly egress?: Maybe<readonly { readonly to?: Maybe<readonly Peer[]>; readonly ports?: Maybe<readonly PolicyPort[]> }[]>;
  }>;
}

interface PolicyPort {
  readonly port?: Maybe<number | string>;
  readonly endPort?: Maybe<number>;
  readonly protocol?: Maybe<string>;
}

interface Peer {
  readonly podSelector?: Maybe<LabelSelector>;
  readonly namespaceSelector?: Maybe<LabelSelector>;
  readonly ipBlock?: Maybe<IpBlock>;
}

interface IpBlock {
  readonly cidr?: Maybe<string>;
  readonly except?: Maybe<readonly string[]>;
}

const policyTypes = ['Ingress', 'Egress'];

/** Source: `pkg/apis/networking/validation`, `ValidateNetworkPolicySpec`. */
export function checkNetworkPolicy({ spec }: NetworkPolicy, root: Field): void {
  const at = root.at('spec');
  checkLabelSelector(spec?.podSelector, at.at('podSelector'));
  const rules = [
    ...(spec?.ingress ?? []).map(({ from, ports }, index) => ({ peers: from, ports, at: at.at('ingress', index), side: 'from' })),
    ...(spec?.egress ?? []).map(({ to, ports }, index) => ({ peers: to, ports, at: at.at('egress', index), side: 'to' })),
  ];
  for (const rule of rules) {
    for (const [index, port] of (rule.ports ?? []).entries()) checkPort(port, rule.at.at('ports', index));
    for (const [index, peer] of (rule.peers ?? []).entries()) checkPeer(peer, rule.at.at(rule.side, index));
  }
  const types = spec?.policyTypes ?? [];
  if (types.length > policyTypes.length) at.at('policyTypes').error(`${types.length} policy types are more than the two that exist`);
  else for (const [index, type] of types.entries()) checkOneOfAlways(type, policyTypes, at.at('policyTypes', index));
}

function checkPort({ port, endPort, protocol }: PolicyPort, at: Field): void {
  checkOneOfIfGiven(protocol, transportProtocols, at.at('protocol'));
  checkPortReference(port, at.at('port'));
  if ((endPort ?? undefined) === undefined) return;
  if (typeof port !== 'number')
    at.at('endPort').error('`endPort` needs a `port` that is a number', { why: 'it is the last port of a range that begins with `port`' });
  else if ((endPort ?? 0) < port) at.at('endPort').error(`\`${endPort}\` is less than the \`port\`, which is \`${port}\``);
  else checkPortNumber(endPort ?? 0, at.at('endPort'));
}

function checkPeer({ podSelector, namespaceSelector, ipBlock }: Peer, at: Field): void {
  checkLabelSelector(podSelector, at.at('podSelector'));
  checkLabelSelector(namespaceSelector, at.at('namespaceSelector'));
  if (ipBlock) checkIpBlock(ipBlock, at.at('ipBlock'));
  if (!podSelector && !namespaceSelector && !ipBlock)
    at.error('the peer has none of `podSelector`, `namespaceSelector` and `ipBlock`', { fix: 'write `podSelector: {}` for all pods' });
  if (ipBlock && (podSelector || namespaceSelector)) at.error('`ipBlock` does not go with a selector', { fix: 'make two peers of it' });
}

function checkIpBlock({ cidr, except }: IpBlock, at: Field): void {
  checkText(cidr, at.at('cidr'));
  const block = legacyRange(cidr ?? '');
  if (cidr && block === undefined) at.at('cidr').error(notRange(cidr));
  if (block === undefined) return;
  for (const [index, text] of (except ?? []).entries()) {
    const range = legacyRange(text);
    if (range === undefined) at.at('except', index).error(notRange(text));
    else if (!isStrictlyWithin(range, block))
      at.at('except', index).error(`${quote(text)} is not a part of \`cidr\`, which is ${quote(cidr ?? '')}`);
  }
}

function notRange(text: string): string {
  return `${quote(text)} is not a range of addresses such as \`10.0.0.0/8\``;
}
