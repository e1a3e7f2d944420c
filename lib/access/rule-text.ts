import type { PolicyReference } from '../route/policy/authorization';

type Values = Readonly<Record<string, readonly string[] | undefined>>;

/** What a rule asks of requests, in one line, for example `GET /api/* with a token of https://issuer.example.com/*`. */
export function ruleText({ policy, rule = -1 }: PolicyReference): string {
  const { to = [], from = [], when = [] } = policy.rules[rule] ?? {};
  const parts = [
    anyOf(to.map(({ operation = {} }) => operationText(operation))),
    anyOf(from.map(({ source = {} }) => sourceText(source))),
    ...when.map(({ key = '', values = [], notValues = [] }) => valuesText(key, values, notValues)),
  ];
  return parts.filter(Boolean).join(', ') || 'any request';
}

function anyOf(texts: readonly string[]): string {
  return [...new Set(texts.filter(Boolean))].join(' or ');
}

function operationText(operation: Values): string {
  const { methods = [], paths = [], notMethods = [], notPaths = [], hosts = [], notHosts = [] } = operation;
  return [
    list(methods),
    not(notMethods),
    list(paths),
    not(notPaths),
    hosts.length > 0 ? `host ${list(hosts)}` : '',
    notHosts.length > 0 ? `host ${not(notHosts)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** Of sources what a caller's identity does not decide: tokens and addresses. */
function sourceText(source: Values): string {
  const {
    requestPrincipals = [],
    notRequestPrincipals = [],
    ipBlocks = [],
    notIpBlocks = [],
    remoteIpBlocks = [],
    notRemoteIpBlocks = [],
  } = source;
  return [
    requestPrincipals.length > 0 ? `with a token of ${list(requestPrincipals)}` : '',
    notRequestPrincipals.length > 0
      ? notRequestPrincipals.includes('*')
        ? 'without a token'
        : `with no token of ${list(notRequestPrincipals)}`
      : '',
    valuesText('from', ipBlocks, notIpBlocks),
    valuesText('client', remoteIpBlocks, notRemoteIpBlocks),
  ]
    .filter(Boolean)
    .join(', ');
}

function valuesText(key: string, values: readonly string[], notValues: readonly string[]): string {
  const said = [list(values), not(notValues)].filter(Boolean).join(' ');
  return said === '' ? '' : `${key} ${said}`;
}

function list(values: readonly string[]): string {
  return values.join('|');
}

function not(values: readonly string[]): string {
  return values.length > 0 ? `not ${list(values)}` : '';
}
