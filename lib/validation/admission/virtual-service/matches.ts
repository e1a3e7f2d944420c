import type {
  HTTPMatchRequest,
  L4MatchAttributes,
  StringMatch,
  TLSMatchAttributes,
  VirtualService,
} from '../../../../imports/protobuf/networking';
import { quote } from '../../values/describe';
import { domainProblem, isHostWithin, isLabel } from '../../values/hosts';
import { isCidr, isIpAddress } from '../../values/ip-address';
import type { Field } from '../../violation';
import { checkLabels } from '../labels';
import { checkPort } from '../ports';
import { checkRegex } from '../regexes';
import { isHeaderName } from './headers';
import { gatewayHostProblem, isForGatewaysOnly } from './hosts';

/** Names in `headers` that stand for parts of the request line. */
const pseudoHeaders = [':method', ':scheme', ':authority', ':path', ':status'];

/** `@request.auth.claims.x` or `@request.auth.claims[x]`: not a header, but a claim of a validated token. */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(?:\..+|\[.+\])$/is.test(name);
}

/** One match of an HTTP route. Its warnings are lost in istiod. */
export function checkHttpMatch(match: HTTPMatchRequest, at: Field): void {
  for (const [name, value] of Object.entries(match.headers ?? {})) {
    checkMatchedHeader(name, at.at('headers', name));
    checkString(value, at.at('headers', name));
  }
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {})) {
    checkMatchedHeader(name, at.at('withoutHeaders', name));
    if (value.regex !== '*') checkString(value, at.at('withoutHeaders', name));
  }
  checkPattern(match.uri, at.at('uri'));
  for (const part of ['scheme', 'method', 'authority'] as const) checkString(match[part], at.at(part));
  for (const [name, value] of Object.entries(match.queryParams ?? {})) checkString(value, at.at('queryParams', name));
  checkOrigin(match, at);
  const { sourceNamespace = '' } = match;
  if (sourceNamespace !== '' && !isLabel(sourceNamespace)) at.at('sourceNamespace').error(`${quote(sourceNamespace)} is not a namespace`);
}

function checkMatchedHeader(name: string, at: Field): void {
  if (name === '') at.error('the header has no name');
  else if (!isClaim(name) && !pseudoHeaders.includes(name) && !isHeaderName(name)) at.error(`${quote(name)} is not a header name`);
}

/** A text match; Envoy refuses an empty prefix anywhere but in the path. */
function checkString(match: StringMatch | undefined, at: Field): void {
  if (match?.prefix === '')
    at.at('prefix').error('the prefix is empty', { why: 'Envoy rejects an empty prefix here', fix: 'use `regex: ".*"` to match anything' });
  checkPattern(match, at);
}

export function checkPattern(match: StringMatch | undefined, at: Field): void {
  if (match?.regex === undefined) return;
  if (match.regex === '') at.at('regex').error('the regular expression is empty');
  else checkRegex(match.regex, at.at('regex'));
}

/** What all kinds of match have in common: the port, and who asks through which gateway. */
function checkOrigin(match: Pick<HTTPMatchRequest, 'port' | 'sourceLabels' | 'gateways'>, at: Field): void {
  if (match.port !== undefined) checkPort(match.port, at.at('port'));
  checkLabels(match.sourceLabels, at.at('sourceLabels'));
  checkGatewayNames(match.gateways ?? [], at.at('gateways'));
}

export function checkTcpMatch(match: L4MatchAttributes, at: Field): void {
  checkSubnets(match.destinationSubnets ?? [], at.at('destinationSubnets'));
  checkOrigin(match, at);
}

export function checkTlsMatch(match: TLSMatchAttributes, service: VirtualService, at: Field): void {
  const { sniHosts = [] } = match;
  if (sniHosts.length === 0) at.at('sniHosts').error('the match has no SNI host');
  for (const [index, host] of sniHosts.entries()) checkSniHost(host, service, at.at('sniHosts', index));
  checkSubnets(match.destinationSubnets ?? [], at.at('destinationSubnets'));
  checkOrigin(match, at);
}

function checkSniHost(host: string, service: VirtualService, at: Field): void {
  const problem = gatewayHostProblem(host, isForGatewaysOnly(service));
  if (problem !== undefined && isIpAddress(host))
    at.warning(`${quote(host)} is an IP address`, { why: 'most clients send no SNI for an IP address' });
  else if (problem !== undefined) at.error(problem);
  else if (!(service.hosts ?? []).some((scope) => isHostWithin(host, scope)))
    at.error(`the SNI host ${quote(host)} belongs to none of the hosts of the VirtualService`);
}

function checkSubnets(subnets: readonly string[], at: Field): void {
  for (const [index, subnet] of subnets.entries()) checkSubnet(subnet, at.at(index));
}

/** An IP address or a range of them. */
export function checkSubnet(subnet: string, at: Field): void {
  const isRight = subnet.split('/').length === 2 ? isCidr(subnet) : isIpAddress(subnet);
  if (!isRight) at.error(`${quote(subnet)} is neither an IP address nor a range such as \`10.0.0.0/8\``);
}

/** The gateways that a service or a match is bound to; the check ends at the first name without namespace, as istiod's does. */
export function checkGatewayNames(names: readonly string[], at: Field, anyName = false): void {
  for (const [index, full] of names.entries()) {
    const slash = full.indexOf('/');
    if (slash < 0) {
      checkShortGatewayName(full, at.at(index));
      return;
    }
    const [namespace, name] = [full.slice(0, slash), full.slice(slash + 1)];
    if (namespace === '' || name === '')
      at.at(index).error(`${quote(full)} lacks the namespace or the name`, { fix: 'write `namespace/name`' });
    if (!isLabel(namespace)) at.at(index).error(`${quote(namespace)} is not a namespace`);
    if (!anyName && !isLabel(name)) at.at(index).error(`${quote(name)} is not the name of a gateway`);
  }
}

function checkShortGatewayName(name: string, at: Field): void {
  if (name.includes('.')) {
    const [gateway = '', namespace = ''] = name.split('.');
    at.warning(`${quote(name)} is the old form of a gateway's name`, { fix: `write \`${namespace}/${gateway}\`` });
  }
  const problem = domainProblem(name);
  if (problem !== undefined) at.error(`${quote(name)} is not the name of a gateway: ${problem}`);
}
