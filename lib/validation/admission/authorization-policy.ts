import type { AuthorizationPolicy, Condition, Operation, Rule, Source } from '../../../imports/protobuf/security';
import { quote } from '../values/describe';
import type { Field } from '../violation';
import { checkAddresses, checkAttribute, checkPortTexts, checkServiceAccounts, checkTrustDomains, notEmpty } from './authorization-values';
import { checkPathTemplates } from './path-template';
import { checkTargets } from './selectors';

/** What istiod's webhook asks of an AuthorizationPolicy. Source: `ValidateAuthorizationPolicy` of `pkg/config/validation`. */
export function checkAuthorizationPolicy(policy: AuthorizationPolicy, at: Field): void {
  const { action = 'ALLOW', rules, provider } = policy;
  checkTargets(policy, at);
  if (action === 'CUSTOM') checkCustom(policy, at);
  if (provider !== undefined && action !== 'CUSTOM')
    at.at('provider').error(`\`provider\` goes with action \`CUSTOM\` only, not with \`${action}\``);
  if (action === 'DENY' && rules === undefined)
    at.at('rules').error('action `DENY` without rules denies nothing', { fix: 'write `rules: [{}]` to deny every request' });
  for (const [index, rule] of (rules ?? []).entries()) {
    checkRule(rule, at.at('rules', index));
    if (action === 'DENY' && deniesAllTcp(rule)) {
      at.at('rules', index).warning('the rule denies all traffic to TCP ports', {
        why: 'it has HTTP attributes only, and what cannot be read counts as a match',
        fix: 'name the HTTP ports in `to.operation.ports`',
      });
    }
  }
}

/** An external provider decides, and some attributes are not given to it. */
function checkCustom({ rules, provider }: AuthorizationPolicy, at: Field): void {
  if (rules === undefined)
    at.at('rules').error('action `CUSTOM` without rules asks for nothing', { fix: 'write `rules: [{}]` to ask about every request' });
  else if (!provider?.name) at.at('provider', 'name').error('action `CUSTOM` needs the name of a provider');
  const unsupported = ['namespaces', 'serviceAccounts', 'trustDomains', 'principals', 'requestPrincipals'].flatMap((field) => [
    field,
    `not${field.charAt(0).toUpperCase()}${field.slice(1)}`,
  ]);
  for (const [index, rule] of (rules ?? []).entries()) {
    for (const [number, { source = {} }] of (rule.from ?? []).entries()) {
      for (const field of Object.keys(source).filter((name) => unsupported.includes(name))) {
        at.at('rules', index, 'from', number, 'source', field).error(`\`${field}\` is not supported with action \`CUSTOM\``);
      }
    }
    for (const [number, { key = '' }] of (rule.when ?? []).entries()) {
      const isIdentity =
        ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'].includes(key) ||
        key.startsWith('request.auth.');
      if (isIdentity) at.at('rules', index, 'when', number, 'key').error(`${quote(key)} is not supported with action \`CUSTOM\``);
    }
  }
}

function checkRule({ from = [], to = [], when = [] }: Rule, at: Field): void {
  for (const [index, { source }] of from.entries()) {
    if (source === undefined) at.at('from', index, 'source').error('required field `source` is missing');
    else checkSource(source, at.at('from', index, 'source'));
  }
  for (const [index, { operation }] of to.entries()) {
    if (operation === undefined) at.at('to', index, 'operation').error('required field `operation` is missing');
    else checkOperation(operation, at.at('to', index, 'operation'));
  }
  for (const [index, condition] of when.entries()) checkCondition(condition, at.at('when', index));
}

function checkSource(source: Source, at: Field): void {
  const { serviceAccounts, notServiceAccounts, principals, notPrincipals, namespaces, notNamespaces } = source;
  if (Object.keys(source).length === 0) at.error('the source is empty');
  if ((principals ?? notPrincipals ?? namespaces ?? notNamespaces) && (serviceAccounts ?? notServiceAccounts)) {
    at.error('service accounts do not go with namespaces or principals', { why: 'a service account already names its namespace' });
  }
  for (const field of ['ipBlocks', 'notIpBlocks', 'remoteIpBlocks', 'notRemoteIpBlocks'] as const)
    checkAddresses(source[field], at.at(field));
  for (const field of [
    'principals',
    'requestPrincipals',
    'namespaces',
    'notPrincipals',
    'notRequestPrincipals',
    'notNamespaces',
  ] as const) {
    notEmpty(source[field], at.at(field));
  }
  for (const field of ['serviceAccounts', 'notServiceAccounts'] as const) checkServiceAccounts(source[field], at.at(field));
  for (const field of ['trustDomains', 'notTrustDomains'] as const) checkTrustDomains(source[field], at.at(field));
}

function checkOperation(operation: Operation, at: Field): void {
  if (Object.keys(operation).length === 0) at.error('the operation is empty');
  for (const field of ['ports', 'notPorts'] as const) checkPortTexts(operation[field], at.at(field));
  for (const field of ['methods', 'paths', 'hosts', 'notMethods', 'notPaths', 'notHosts'] as const)
    notEmpty(operation[field], at.at(field));
  for (const field of ['paths', 'notPaths'] as const) checkPathTemplates(operation[field], at.at(field));
}

function checkCondition({ key = '', values = [], notValues = [] }: Condition, at: Field): void {
  if (key === '') at.at('key').error('the condition has no key');
  else if (values.length + notValues.length === 0) at.error(`the condition ${quote(key)} has neither \`values\` nor \`notValues\``);
  else {
    checkAttribute(key, values, at, 'values');
    checkAttribute(key, notValues, at, 'notValues');
  }
}

/** Whether nothing in a rule can be told of plain TCP: then every connection counts as a match. */
function deniesAllTcp({ from = [], to = [] }: Rule): boolean {
  const tcpSources: readonly (keyof Source)[] = [
    'principals',
    'notPrincipals',
    'ipBlocks',
    'notIpBlocks',
    'namespaces',
    'notNamespaces',
    'remoteIpBlocks',
    'notRemoteIpBlocks',
    'serviceAccounts',
    'notServiceAccounts',
  ];
  const sources = from.flatMap(({ source }) => (source === undefined ? [] : [source]));
  const operations = to.flatMap(({ operation }) => (operation === undefined ? [] : [operation]));
  const hasTcpSource = sources.some((source) => tcpSources.some((field) => source[field] !== undefined));
  const hasPorts = operations.some(({ ports, notPorts }) => ports !== undefined || notPorts !== undefined);
  return (sources.length > 0 && operations.length === 0 && !hasTcpSource) || (operations.length > 0 && !hasPorts);
}
