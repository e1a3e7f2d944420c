import {
  AuthorizationPolicySpecAction as Action,
  type AuthorizationPolicySpec,
  type AuthorizationPolicySpecRules,
} from '../../../imports/security.istio.io';
import type { Caller } from '../caller';
import type { Edges, Inbound } from './edges';
import { principal } from './identity';

interface AuthorizationInput {
  readonly microservice: Caller;
  readonly edges: Edges;
  readonly prometheus: { readonly namespace: string; readonly serviceAccountName?: string };
  readonly isOpen: boolean;
}

/** Where an ALLOW policy stands, whatever no rule of it admits is refused; without rules that is everything. */
export function renderAuthorization({ microservice, edges, prometheus, isOpen }: AuthorizationInput): AuthorizationPolicySpec {
  const rules = isOpen ? [{}] : [...edges.into(microservice).map(renderRule), ...scraping(microservice, prometheus)];
  return {
    selector: { matchLabels: { ...microservice.labels } },
    action: Action.ALLOW,
    rules: rules.length > 0 ? rules : undefined,
  };
}

function renderRule({ from, methods, paths }: Inbound): AuthorizationPolicySpecRules {
  const operation = { methods: methods && [...methods], paths: paths && [...paths] };
  return {
    from: [{ source: { principals: [principal(from)] } }],
    to: methods || paths ? [{ operation }] : undefined,
  };
}

function scraping(
  { protocol }: Caller,
  { namespace, serviceAccountName }: AuthorizationInput['prometheus'],
): AuthorizationPolicySpecRules[] {
  if (serviceAccountName === undefined || protocol !== 'http') return [];
  return [renderRule({ from: { namespace, serviceAccountName, labels: {} }, methods: ['GET'], paths: ['/metrics'] })];
}
