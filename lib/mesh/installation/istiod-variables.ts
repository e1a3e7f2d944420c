import { namespaceOf } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { istiodsOf } from './control-plane';
import { installerValues } from './declared-config';

/** An environment variable of istiod as it is set. */
export interface IstiodVariable {
  readonly name: string;
  /** Undefined where the value is kept in another object. */
  readonly value: string | undefined;
}

/**
 * Variables of istiod that move requests, with the values that this engine answers for: istiod's defaults.
 * Source: Istio `pilot/pkg/features`.
 */
const defaults: Readonly<Record<string, string>> = {
  ...{ ENABLE_ENHANCED_DESTINATIONRULE_MERGE: 'true', ENABLE_GATEWAY_API_MANUAL_DEPLOYMENT: 'true', INJECT_ENABLED: 'true' },
  ...{ ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: 'false', ENABLE_MCS_CLUSTER_LOCAL: 'false', ENABLE_MCS_HOST: 'false' },
  ...{ ENABLE_MCS_SERVICE_DISCOVERY: 'false', ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'true', ENABLE_TLS_ON_SIDECAR_INGRESS: 'false' },
  ...{ ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS: 'false', ISTIO_WATCH_NAMESPACE: '', PILOT_ENABLE_GATEWAY_API: 'true' },
  ...{ PILOT_ALLOW_SIDECAR_SERVICE_INBOUND_LISTENER_MERGE: 'false', PILOT_ENABLE_ABSOLUTE_FQDN_VHOST_DOMAIN: 'true' },
  ...{ PILOT_ENABLE_ALPN_FILTER: 'true', PILOT_ENABLE_IP_AUTOALLOCATE: 'true', PILOT_ENABLE_K8S_SELECT_WORKLOAD_ENTRIES: 'true' },
  ...{ PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: 'true', PILOT_ENABLE_STRICT_GATEWAY_MERGING: 'true', PILOT_IGNORE_RESOURCES: '' },
  ...{ PILOT_GATEWAY_API_CONTROLLER_NAME: 'istio.io/gateway-controller', PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME: 'istio' },
  ...{ PILOT_INCLUDE_RESOURCES: '', PILOT_SCOPE_GATEWAY_TO_NAMESPACE: 'false', PILOT_SEND_UNHEALTHY_ENDPOINTS: 'false' },
  ...{ PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE: 'true', PILOT_SIDECAR_USE_REMOTE_ADDRESS: 'false', PILOT_UNIFIED_SIDECAR_SCOPE: 'true' },
  ...{ PILOT_SKIP_VALIDATE_TRUST_DOMAIN: 'false', PREFER_DESTINATIONRULE_TLS_FOR_EXTERNAL_SERVICES: 'true' },
};

const booleans: Readonly<Record<string, boolean>> = {
  ...{ 1: true, t: true, T: true, true: true, TRUE: true, True: true },
  ...{ 0: false, f: false, F: false, false: false, FALSE: false, False: false },
};

/** The environment of istiod: of its Deployments, and what installers are given for it. */
export class IstiodVariables {
  private readonly all: readonly IstiodVariable[];

  constructor(objects: Objects) {
    const declared = installerValues(objects).flatMap(({ values }) => [
      ...variablesIn(values.at('components', 'pilot', 'k8s', 'env')),
      ...values.at('pilot', 'env').entries.map(([name, { value }]) => ({ name, value: String(value ?? '') })),
    ]);
    this.all = [...istiodsOf(objects).flatMap(variablesOf), ...declared];
  }

  /** Is a variable set to true, in any way that istiod reads as true? */
  isOn(name: string): boolean {
    return this.all.some((each) => each.name === name && booleanOf(each.value) === true);
  }

  /** Variables that are set to what moves requests in ways that are not evaluated. */
  get notEvaluated(): readonly string[] {
    const moving = this.all.filter(({ name, value }) => Object.hasOwn(defaults, name) && !isSame(value, defaults[name]));
    const texts = moving.map(({ name, value }) =>
      value === undefined ? `istiod's variable \`${name}\`: its value is kept elsewhere` : `istiod's variable \`${name}\` is \`${value}\``,
    );
    return [...new Set(texts)];
  }
}

/** The variables of the containers of one Deployment of istiod. */
function variablesOf({ object }: Manifest): IstiodVariable[] {
  const containers = new FieldReader(object).at('spec', 'template', 'spec', 'containers').items;
  return containers.flatMap((container) => variablesIn(container.at('env')));
}

/** A variable of the istiods of one namespace; undefined where none sets it. */
export function variableIn(objects: Objects, namespace: string, name: string): IstiodVariable | undefined {
  const own = istiodsOf(objects).filter(({ object }) => namespaceOf(object) === namespace);
  return own.flatMap(variablesOf).find((each) => each.name === name);
}

function variablesIn(env: FieldReader): IstiodVariable[] {
  return env.items.map((entry) => ({
    name: entry.at('name').text,
    value: entry.at('valueFrom').exists ? undefined : String(entry.at('value').value ?? ''),
  }));
}

/** A value that is no boolean leaves a boolean variable at its default. Source: Istio `env.Register`. */
function isSame(value: string | undefined, standard = ''): boolean {
  const wanted = booleanOf(standard);
  return value === standard || (wanted !== undefined && value !== undefined && booleanOf(value) !== !wanted);
}

function booleanOf(value = ''): boolean | undefined {
  return Object.hasOwn(booleans, value) ? booleans[value] : undefined;
}
