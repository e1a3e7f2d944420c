import { namespaceOf, qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { anything, type Decoded, list, record, text } from '../decode';
import { PolicyTarget } from './policy-target';

const values = list(text);
const source = record({
  principals: values,
  notPrincipals: values,
  requestPrincipals: values,
  notRequestPrincipals: values,
  namespaces: values,
  notNamespaces: values,
  serviceAccounts: values,
  notServiceAccounts: values,
  trustDomains: values,
  notTrustDomains: values,
  ipBlocks: values,
  notIpBlocks: values,
  remoteIpBlocks: values,
  notRemoteIpBlocks: values,
});
const operation = record({
  hosts: values,
  notHosts: values,
  ports: values,
  notPorts: values,
  methods: values,
  notMethods: values,
  paths: values,
  notPaths: values,
});
const rule = record({
  from: list(record({ source })),
  to: list(record({ operation })),
  when: list(record({ key: text, values, notValues: values })),
});
const policySpec = record({ action: text, provider: record({ name: text }), rules: list(rule) });

/** Who calls: `from[].source`. */
export type SourceSpec = Decoded<typeof source>;
/** What is called: `to[].operation`. */
export type OperationSpec = Decoded<typeof operation>;
/** One rule of a policy: any `from`, any `to`, and every `when`. */
export type PolicyRuleSpec = Decoded<typeof rule>;

export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** An AuthorizationPolicy as istiod reads it. */
export interface AuthorizationPolicy {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  readonly action: PolicyAction;
  /** The extension provider that action `CUSTOM` asks; '' for the other actions. */
  readonly provider: string;
  /** Annotated `istio.io/dry-run: "true"`: Envoy evaluates it and logs the result, but never enforces it. */
  readonly dryRun: boolean;
  readonly rules: readonly PolicyRuleSpec[];
  readonly target: PolicyTarget;
  readonly manifest: Manifest;
}

const annotations = record({ 'istio.io/dry-run': anything });
const trueTexts: ReadonlySet<unknown> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const actions: ReadonlySet<string> = new Set(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']);

/** The policy a manifest declares; undefined for an action istiod does not know, which it ignores. */
export function authorizationPolicyOf(manifest: Manifest): AuthorizationPolicy | undefined {
  const { object } = manifest;
  const { action = 'ALLOW', provider, rules = [] } = policySpec.decode(object.spec);
  if (!actions.has(action)) return undefined;
  return {
    name: qualifiedName(object),
    namespace: namespaceOf(object),
    action: action as PolicyAction,
    provider: provider?.name ?? '',
    dryRun: trueTexts.has(annotations.decode(object.metadata.annotations)['istio.io/dry-run']),
    rules,
    target: new PolicyTarget(manifest),
    manifest,
  };
}
