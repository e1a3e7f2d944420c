/**
 * Which rules of ours say what a check of Kiali's says. Kiali's codes are those of the version that runs here; checks that are newer
 * have no entry. Source: Kiali `models.checkDescriptors`.
 */
const rulesByCode: Readonly<Record<string, readonly string[]>> = {
  KIA0002: ['multiple-peer-authentications', 'multiple-namespace-sidecars'],
  KIA0003: ['conflicting-peer-authentications', 'conflicting-sidecar-selectors'],
  KIA0004: ['policy-selector-without-pods', 'sidecar-selector-without-pods', 'policy-without-workloads'],
  KIA0005: ['unknown-export-namespace'],
  KIA0101: ['unknown-source-namespace'],
  KIA0102: ['unknown-http-method'],
  KIA0104: ['unknown-policy-host'],
  KIA0105: ['identity-without-mtls'],
  KIA0106: ['unknown-principal'],
  KIA0201: ['duplicate-subset'],
  KIA0202: ['unknown-destination-rule-host'],
  KIA0203: ['subset-of-other-pods', 'subset-without-pods'],
  KIA0204: ['wide-mtls-overridden'],
  KIA0207: ['mtls-disabled-against-strict'],
  KIA0208: ['mtls-disabled-against-strict'],
  KIA0209: ['subset-without-labels'],
  KIA0301: ['overlapping-gateways', 'conflicting-gateways'],
  KIA0302: ['gateway-selector-without-pods'],
  KIA0401: ['strict-without-client-rule'],
  KIA0501: ['strict-without-client-rule'],
  KIA0505: ['disabled-against-client-rule'],
  KIA0506: ['disabled-against-client-rule'],
  KIA0601: ['port-name'],
  KIA0602: ['port-name'],
  KIA0701: ['target-port-not-on-container'],
  KIA1004: ['unknown-egress-host'],
  KIA1006: ['root-sidecar-with-selector'],
  KIA1007: ['outbound-policy-without-mode'],
  KIA1101: ['unknown-destination'],
  KIA1102: ['unknown-gateway', 'unknown-match-gateway', 'generated-gateway-reference'],
  KIA1104: ['lone-weight'],
  KIA1105: ['repeated-destination'],
  KIA1106: ['several-virtual-services', 'conflicting-mesh-hosts', 'order-depends-on-age', 'shadowed-route'],
  KIA1107: ['unknown-subset'],
  KIA1301: ['workload-without-policy'],
  KIA1401: ['unknown-route-parent', 'not-allowed-by-listeners', 'no-matching-listener', 'no-matching-listener-hostname'],
  KIA1402: ['unknown-route-backend', 'reference-not-granted'],
  KIA1501: ['overlapping-listeners'],
  KIA1502: ['shared-gateway-address'],
  KIA1503: ['duplicate-listener', 'conflicted-listener'],
  KIA1601: ['unknown-grant-namespace'],
};

/** Codes for which both name the same field. */
export const codesWithPlaces: ReadonlySet<string> = new Set(['KIA0101', 'KIA0102', 'KIA0104', 'KIA0106', 'KIA0005', 'KIA1004']);

/** Kiali's codes for what a rule of ours says. */
export function codesOf(rule: string): readonly string[] {
  return Object.keys(rulesByCode).filter((code) => rulesByCode[code]?.includes(rule));
}

/** Does a rule of ours stand for this code of Kiali's? */
export function isTakenOver(code: string): boolean {
  return code in rulesByCode;
}
