import type { Diagnostic } from '../../diagnostic';
import { groupOf, type KubernetesObject } from '../../istio/objects';
import { isMapping } from '../../manifest/mapping';
import { describe } from '../values/describe';
import { Field } from '../violation';
import { checkAnnotations } from './annotations';
import { checkAuthorizationPolicy } from './authorization-policy';
import { decodeMessage } from './decode';
import { checkDestinationRule } from './destination-rule/destination-rule';
import { checkEnvoyFilter } from './envoy-filter';
import { checkGateway } from './gateway';
import type { ObjectInfo } from './object-info';
import { checkPeerAuthentication } from './peer-authentication';
import { checkProxyConfig } from './proxy-config';
import { checkRequestAuthentication } from './request-authentication';
import { checkServiceEntry } from './service-entry';
import { checkSidecar } from './sidecar';
import { checkTelemetry } from './telemetry';
import { checkVirtualService } from './virtual-service/virtual-service';
import { checkTrafficExtension, checkWasmPlugin } from './wasm';
import { checkWorkloadEntry } from './workload-entry';
import { checkWorkloadGroup } from './workload-group';

/** How istiod validates one kind: the message it decodes the `spec` into, and its rules. */
interface Validator {
  readonly message: string;
  check(spec: object, info: ObjectInfo, at: { readonly spec: Field; readonly root: Field }): void;
}

const networking = 'istio.networking.v1alpha3.';

/** By `group/Kind`: istiod does not look at the version. */
const validators: Readonly<Record<string, Validator>> = {
  'networking.istio.io/VirtualService': {
    message: `${networking}VirtualService`,
    check: (spec, info, at) => checkVirtualService(spec, info, at.spec),
  },
  'networking.istio.io/DestinationRule': {
    message: `${networking}DestinationRule`,
    check: (spec, info, at) => checkDestinationRule(spec, info, at.spec),
  },
  'networking.istio.io/Gateway': { message: `${networking}Gateway`, check: (spec, info, at) => checkGateway(spec, info, at.root, at.spec) },
  'networking.istio.io/ServiceEntry': {
    message: `${networking}ServiceEntry`,
    check: (spec, info, at) => checkServiceEntry(spec, info, at.spec),
  },
  'networking.istio.io/Sidecar': { message: `${networking}Sidecar`, check: (spec, info, at) => checkSidecar(spec, info, at.spec) },
  'networking.istio.io/WorkloadEntry': {
    message: `${networking}WorkloadEntry`,
    check: (spec, _info, at) => checkWorkloadEntry(spec, at.spec),
  },
  'networking.istio.io/WorkloadGroup': {
    message: `${networking}WorkloadGroup`,
    check: (spec, _info, at) => checkWorkloadGroup(spec, at.spec),
  },
  'networking.istio.io/EnvoyFilter': { message: `${networking}EnvoyFilter`, check: (spec, _info, at) => checkEnvoyFilter(spec, at.spec) },
  'networking.istio.io/ProxyConfig': {
    message: 'istio.networking.v1beta1.ProxyConfig',
    check: (spec, _info, at) => checkProxyConfig(spec, at.spec),
  },
  'security.istio.io/AuthorizationPolicy': {
    message: 'istio.security.v1beta1.AuthorizationPolicy',
    check: (spec, _info, at) => checkAuthorizationPolicy(spec, at.spec),
  },
  'security.istio.io/PeerAuthentication': {
    message: 'istio.security.v1beta1.PeerAuthentication',
    check: (spec, _info, at) => checkPeerAuthentication(spec, at.spec),
  },
  'security.istio.io/RequestAuthentication': {
    message: 'istio.security.v1beta1.RequestAuthentication',
    check: (spec, _info, at) => checkRequestAuthentication(spec, at.spec),
  },
  'telemetry.istio.io/Telemetry': {
    message: 'istio.telemetry.v1alpha1.Telemetry',
    check: (spec, _info, at) => checkTelemetry(spec, at.spec),
  },
  'extensions.istio.io/WasmPlugin': {
    message: 'istio.extensions.v1alpha1.WasmPlugin',
    check: (spec, _info, at) => checkWasmPlugin(spec, at.spec),
  },
  'extensions.istio.io/TrafficExtension': {
    message: 'istio.extensions.v1alpha1.TrafficExtension',
    check: (spec, _info, at) => checkTrafficExtension(spec, at.spec),
  },
};

/**
 * What istiod's validating webhook says about one object of Istio, errors and warnings. Source: `pkg/config/validation` and
 * `pkg/webhooks/validation` of istio/istio. Other kinds get no word.
 */
export function validateAdmission(object: KubernetesObject): Diagnostic[] {
  const violations: Diagnostic[] = [];
  const validator = validatorOf(object);
  if (validator === undefined) return violations;
  const root = Field.root(violations);
  const info = readInfo(object, root);
  const spec = decodeMessage(validator.message, topLevel(object, 'spec'), root.at('spec'));
  if (violations.length > 0 || !checkAnnotations(info, spec, object.kind, root.at('metadata', 'annotations'))) return violations;
  validator.check(spec, info, { root, spec: root.at('spec') });
  return withoutRepeats(violations);
}

/** A field beside `spec`. istiod reads these names in any case, and the last one counts. */
function topLevel(object: KubernetesObject, name: string): unknown {
  const key = Object.keys(object).findLast((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

function validatorOf(object: KubernetesObject): Validator | undefined {
  if (typeof object.apiVersion !== 'string') return undefined;
  const id = `${groupOf(object)}/${object.kind}`;
  return Object.hasOwn(validators, id) ? validators[id] : undefined;
}

/** The metadata, which istiod cannot decode when labels or annotations are no texts. */
function readInfo(object: KubernetesObject, root: Field): ObjectInfo {
  const at = root.at('metadata');
  const metadata: unknown = topLevel(object, 'metadata') ?? {};
  if (!isMapping(metadata)) {
    at.error(`${describe(metadata)} where an object belongs`);
    return { name: '', namespace: '', labels: {}, annotations: {} };
  }
  return {
    name: readText(metadata.name, at.at('name')),
    namespace: readText(metadata.namespace, at.at('namespace')) || 'default',
    labels: readTexts(metadata.labels, at.at('labels')),
    annotations: readTexts(metadata.annotations, at.at('annotations')),
  };
}

function readText(value: unknown, at: Field): string {
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null) at.error(`${describe(value)} where a string belongs`);
  return '';
}

function readTexts(value: unknown, at: Field): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (!isMapping(value)) {
    at.error(`${describe(value)} where an object belongs`);
    return {};
  }
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, readText(text, at.at(key))]));
}

/** Two rules may find the same fault. */
function withoutRepeats(violations: readonly Diagnostic[]): Diagnostic[] {
  if (violations.length < 2) return [...violations];
  const seen = new Set<string>();
  return violations.filter(({ code, path, message }) => {
    const identity = JSON.stringify([code, path, message]);
    return !seen.has(identity) && seen.add(identity);
  });
}
