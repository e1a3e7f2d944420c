import { quote } from '../../values/describe';
import { legacyAddress } from '../../values/legacy-address';
import { dnsLabelProblem, dnsSubdomainProblem, type NameProblem } from '../../values/names';
import type { Field } from '../../violation';
import { complain } from '../metadata';
import { checkOneOf, checkText, type Maybe } from './field-checks';

/** The fields of a pod about names and addresses. */
export interface PodNetwork {
  readonly hostname?: Maybe<string>;
  readonly subdomain?: Maybe<string>;
  readonly hostAliases?: Maybe<readonly { readonly ip?: Maybe<string>; readonly hostnames?: Maybe<readonly string[]> }[]>;
  readonly dnsPolicy?: Maybe<string>;
  readonly dnsConfig?: Maybe<DnsConfig>;
  readonly hostNetwork?: Maybe<boolean>;
  readonly containers?: Maybe<
    readonly { readonly ports?: Maybe<readonly { readonly hostPort?: Maybe<number>; readonly containerPort?: Maybe<number> }[]> }[]
  >;
}

interface DnsConfig {
  readonly nameservers?: Maybe<readonly string[]>;
  readonly searches?: Maybe<readonly string[]>;
  readonly options?: Maybe<readonly { readonly name?: Maybe<string> }[]>;
}

export function checkPodNetwork(pod: PodNetwork, at: Field): void {
  for (const field of ['hostname', 'subdomain'] as const) {
    const name = pod[field];
    if (name) complain(name, dnsLabelProblem, at.at(field));
  }
  for (const [index, { ip, hostnames }] of (pod.hostAliases ?? []).entries()) {
    checkAddress(ip ?? '', at.at('hostAliases', index, 'ip'));
    for (const [last, name] of (hostnames ?? []).entries())
      complain(name, dnsSubdomainProblem, at.at('hostAliases', index, 'hostnames', last));
  }
  checkOneOf(pod.dnsPolicy, ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'], at.at('dnsPolicy'));
  if (pod.dnsPolicy === 'None' && (pod.dnsConfig?.nameservers ?? []).length === 0)
    at.at('dnsConfig', 'nameservers').error('`dnsPolicy: None` needs a name server', { fix: 'write one in `dnsConfig.nameservers`' });
  if (pod.dnsConfig) checkDnsConfig(pod.dnsConfig, at.at('dnsConfig'));
  if (pod.hostNetwork) checkHostNetwork(pod, at);
}

function checkAddress(text: string, at: Field): void {
  if (legacyAddress(text) === undefined) at.error(`${quote(text)} is not an IP address`);
}

/** What the resolvers of containers can hold. */
const mostNameservers = 3;
const mostSearches = 32;
const mostSearchCharacters = 2048;

/** Source: `validatePodDNSConfig`. */
function checkDnsConfig({ nameservers, searches, options }: DnsConfig, at: Field): void {
  const paths = searches ?? [];
  if ((nameservers ?? []).length > mostNameservers) at.at('nameservers').error(`more than ${mostNameservers} name servers are given`);
  for (const [index, server] of (nameservers ?? []).entries()) checkAddress(server, at.at('nameservers', index));
  if (paths.length > mostSearches) at.at('searches').error(`more than ${mostSearches} search domains are given`);
  if (paths.join(' ').length > mostSearchCharacters)
    at.at('searches').error(`the search domains have more than ${mostSearchCharacters} characters together`);
  for (const [index, path] of paths.entries()) if (path !== '.') complain(path.replace(/\.$/, ''), searchProblem, at.at('searches', index));
  for (const [index, { name }] of (options ?? []).entries()) checkText(name, at.at('options', index, 'name'));
}

const searchLabel = /^[a-z0-9_](?:[-a-z0-9_]*[a-z0-9_])?$/;

/** A DNS subdomain in which \`_\` is fine too. */
function searchProblem(name: string): NameProblem {
  if (name.length > 253) return 'is longer than 253 characters';
  return name.split('.').every((label) => searchLabel.test(label)) ? undefined : 'must be lower case letters, digits, `-`, `_` and `.`';
}

/** On the network of the node, a port of the container is that of the node. Source: `validatePodHostNetworkDeps`. */
function checkHostNetwork({ containers }: PodNetwork, at: Field): void {
  for (const [index, { ports }] of (containers ?? []).entries()) {
    for (const [last, { hostPort, containerPort }] of (ports ?? []).entries()) {
      if (hostPort && hostPort !== containerPort)
        at.at('containers', index, 'ports', last, 'hostPort').error(
          `\`${hostPort}\` is not the \`containerPort\`, which is \`${containerPort}\``,
          {
            why: 'with `hostNetwork: true` they are the same port',
          },
        );
    }
  }
}
