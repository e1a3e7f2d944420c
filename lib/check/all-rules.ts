import type { Rule } from './rule';
import { authenticationWithoutWaypoint } from './rules/ambient/authentication-without-waypoint';
import { l7PolicyWithoutWaypoint } from './rules/ambient/l7-policy-without-waypoint';
import { mixedDataPlanes } from './rules/ambient/mixed-data-planes';
import { policyWithoutWaypoint } from './rules/ambient/policy-without-waypoint';
import { routesWithoutWaypoint } from './rules/ambient/routes-without-waypoint';
import { telemetryWithoutWaypoint } from './rules/ambient/telemetry-without-waypoint';
import { unknownWaypoint } from './rules/ambient/unknown-waypoint';
import { wasmWithoutWaypoint } from './rules/ambient/wasm-without-waypoint';
import { waypointOutsideAmbient } from './rules/ambient/waypoint-outside-ambient';
import { duplicateSubset } from './rules/destination-rule/duplicate-subset';
import { ignoredTrafficPolicy } from './rules/destination-rule/ignored-traffic-policy';
import { mtlsDisabledAgainstStrict } from './rules/destination-rule/mtls-disabled-against-strict';
import { portSettingsReplacePolicy } from './rules/destination-rule/port-settings-replace-policy';
import { subsetOfOtherPods } from './rules/destination-rule/subset-of-other-pods';
import { subsetWithoutLabels } from './rules/destination-rule/subset-without-labels';
import { subsetWithoutPods } from './rules/destination-rule/subset-without-pods';
import { targetPortInSettings } from './rules/destination-rule/target-port-in-settings';
import { tlsWithinTls } from './rules/destination-rule/tls-within-tls';
import { unknownDestinationRuleHost } from './rules/destination-rule/unknown-destination-rule-host';
import { unusedDestinationRule } from './rules/destination-rule/unused-destination-rule';
import { unverifiedServerCertificate } from './rules/destination-rule/unverified-server-certificate';
import { unverifiedServerCertificateOfPort } from './rules/destination-rule/unverified-server-certificate-of-port';
import { wideMtlsOverridden } from './rules/destination-rule/wide-mtls-overridden';
import { envoyFilterAdd } from './rules/envoy-filter/envoy-filter-add';
import { envoyFilterOrder } from './rules/envoy-filter/envoy-filter-order';
import { envoyFilterOrderWithVersion } from './rules/envoy-filter/envoy-filter-order-with-version';
import { envoyFilterRemove } from './rules/envoy-filter/envoy-filter-remove';
import { envoyFilterReplace } from './rules/envoy-filter/envoy-filter-replace';
import { bindNotOnPod } from './rules/gateway/bind-not-on-pod';
import { conflictingGateways } from './rules/gateway/conflicting-gateways';
import { droppedGatewayServer } from './rules/gateway/dropped-gateway-server';
import { duplicateGatewayCertificate } from './rules/gateway/duplicate-gateway-certificate';
import { gatewayPortNotOnService } from './rules/gateway/gateway-port-not-on-service';
import { gatewaySelectorWithoutPods } from './rules/gateway/gateway-selector-without-pods';
import { gatewayWithoutSelector } from './rules/gateway/gateway-without-selector';
import { invalidGatewayCredential } from './rules/gateway/invalid-gateway-credential';
import { missingGatewayCredential } from './rules/gateway/missing-gateway-credential';
import { overlappingGateways } from './rules/gateway/overlapping-gateways';
import { portNameOfProtocol } from './rules/gateway/port-name-of-protocol';
import { redirectForNobody } from './rules/gateway/redirect-for-nobody';
import { conflictedBackendTlsPolicy } from './rules/gateway-api/conflicted-backend-tls-policy';
import { conflictedListener } from './rules/gateway-api/conflicted-listener';
import { duplicateListener } from './rules/gateway-api/duplicate-listener';
import { experimentalChannel } from './rules/gateway-api/experimental-channel';
import { gatewayApiTooOld } from './rules/gateway-api/gateway-api-too-old';
import { ignoredGatewayApiPart } from './rules/gateway-api/ignored-gateway-api-part';
import { invalidBackendKind } from './rules/gateway-api/invalid-backend-kind';
import { invalidCaCertificateRef } from './rules/gateway-api/invalid-ca-certificate-ref';
import { invalidCertificateRef } from './rules/gateway-api/invalid-certificate-ref';
import { invalidGatewayParameters } from './rules/gateway-api/invalid-gateway-parameters';
import { invalidRouteKinds } from './rules/gateway-api/invalid-route-kinds';
import { noMatchingListener } from './rules/gateway-api/no-matching-listener';
import { noMatchingListenerHostname } from './rules/gateway-api/no-matching-listener-hostname';
import { notAllowedByListeners } from './rules/gateway-api/not-allowed-by-listeners';
import { overlappingListeners } from './rules/gateway-api/overlapping-listeners';
import { referenceNotGranted } from './rules/gateway-api/reference-not-granted';
import { sharedGatewayAddress } from './rules/gateway-api/shared-gateway-address';
import { unknownBackendPort } from './rules/gateway-api/unknown-backend-port';
import { unknownGatewayClass } from './rules/gateway-api/unknown-gateway-class';
import { unknownGrantNamespace } from './rules/gateway-api/unknown-grant-namespace';
import { unknownPolicyTarget } from './rules/gateway-api/unknown-policy-target';
import { unknownRouteBackend } from './rules/gateway-api/unknown-route-backend';
import { unknownRouteParent } from './rules/gateway-api/unknown-route-parent';
import { unsupportedGatewayAddress } from './rules/gateway-api/unsupported-gateway-address';
import { unsupportedListenerProtocol } from './rules/gateway-api/unsupported-listener-protocol';
import { unsupportedRouteValue } from './rules/gateway-api/unsupported-route-value';
import { unusableGatewayAddress } from './rules/gateway-api/unusable-gateway-address';
import { ignoredIngressPart } from './rules/ingress/ignored-ingress-part';
import { unknownIngressBackend } from './rules/ingress/unknown-ingress-backend';
import { deprecatedAnnotation } from './rules/injection/deprecated-annotation';
import { imageAutoInPod } from './rules/injection/image-auto-in-pod';
import { imageAutoWithoutInjection } from './rules/injection/image-auto-without-injection';
import { injectedByDefault } from './rules/injection/injected-by-default';
import { invalidAnnotation } from './rules/injection/invalid-annotation';
import { misplacedAnnotation } from './rules/injection/misplaced-annotation';
import { multipleInjectionLabels } from './rules/injection/multiple-injection-labels';
import { namespaceNotInjected } from './rules/injection/namespace-not-injected';
import { objectForPodsWithoutProxy } from './rules/injection/object-for-pods-without-proxy';
import { podWithoutProxy } from './rules/injection/pod-without-proxy';
import { probeUnderStrict } from './rules/injection/probe-under-strict';
import { unknownAnnotation } from './rules/injection/unknown-annotation';
import { unreadInjectionLabel } from './rules/injection/unread-injection-label';
import { controlPlaneByIp } from './rules/installation/control-plane-by-ip';
import { invalidControlPlaneAddress } from './rules/installation/invalid-control-plane-address';
import { invalidInjectionWebhook } from './rules/installation/invalid-injection-webhook';
import { undiscoveredObject } from './rules/installation/undiscovered-object';
import { unknownNetworkRegistry } from './rules/installation/unknown-network-registry';
import { unreadableMeshConfig } from './rules/installation/unreadable-mesh-config';
import { deprecatedField } from './rules/object/deprecated-field';
import { duplicateObject } from './rules/object/duplicate-object';
import { oldApiVersion } from './rules/object/old-api-version';
import { refusedByEnvoy } from './rules/object/refused-by-envoy';
import { refusedByKubernetes } from './rules/object/refused-by-kubernetes';
import { refusedBySchema } from './rules/object/refused-by-schema';
import { refusedByWebhook } from './rules/object/refused-by-webhook';
import { unreadable } from './rules/object/unreadable';
import { webhookWarning } from './rules/object/webhook-warning';
import { conflictingPeerAuthentications } from './rules/security/conflicting-peer-authentications';
import { disabledAgainstClientRule } from './rules/security/disabled-against-client-rule';
import { foreignTrustDomain } from './rules/security/foreign-trust-domain';
import { fromAndToApart } from './rules/security/from-and-to-apart';
import { httpConditionOnTcpPort } from './rules/security/http-condition-on-tcp-port';
import { identityAtGateway } from './rules/security/identity-at-gateway';
import { identityWithoutMtls } from './rules/security/identity-without-mtls';
import { ineffectiveSelector } from './rules/security/ineffective-selector';
import { jwtClaimWithoutAuthentication } from './rules/security/jwt-claim-without-authentication';
import { multiplePeerAuthentications } from './rules/security/multiple-peer-authentications';
import { negativeCondition } from './rules/security/negative-condition';
import { policySelectorWithoutPods } from './rules/security/policy-selector-without-pods';
import { policyWithoutTarget } from './rules/security/policy-without-target';
import { policyWithoutWorkloads } from './rules/security/policy-without-workloads';
import { selectorInRootNamespace } from './rules/security/selector-in-root-namespace';
import { servicePortInPolicy } from './rules/security/service-port-in-policy';
import { strictWithoutClientRule } from './rules/security/strict-without-client-rule';
import { tokenNotRequired } from './rules/security/token-not-required';
import { unknownHttpMethod } from './rules/security/unknown-http-method';
import { unknownPolicyHost } from './rules/security/unknown-policy-host';
import { unknownPrincipal } from './rules/security/unknown-principal';
import { unknownSourceNamespace } from './rules/security/unknown-source-namespace';
import { unrestrictedJwksFetch } from './rules/security/unrestricted-jwks-fetch';
import { unusableAuthorizer } from './rules/security/unusable-authorizer';
import { workloadWithoutPolicy } from './rules/security/workload-without-policy';
import { externalNamePort } from './rules/service/external-name-port';
import { inconsistentClusters } from './rules/service/inconsistent-clusters';
import { portName } from './rules/service/port-name';
import { serviceMixesApps } from './rules/service/service-mixes-apps';
import { serviceWithoutPods } from './rules/service/service-without-pods';
import { servicesDisagreeOnProtocol } from './rules/service/services-disagree-on-protocol';
import { servicesShareTargetPort } from './rules/service/services-share-target-port';
import { targetPortNotOnContainer } from './rules/service/target-port-not-on-container';
import { duplicateServiceEntry } from './rules/service-entry/duplicate-service-entry';
import { serviceEntryProtocolConflict } from './rules/service-entry/service-entry-protocol-conflict';
import { serviceEntryWithoutAddress } from './rules/service-entry/service-entry-without-address';
import { unusedServiceEntry } from './rules/service-entry/unused-service-entry';
import { conflictingSidecarSelectors } from './rules/sidecar/conflicting-sidecar-selectors';
import { ineffectiveSidecar } from './rules/sidecar/ineffective-sidecar';
import { multipleNamespaceSidecars } from './rules/sidecar/multiple-namespace-sidecars';
import { outboundPolicyWithoutMode } from './rules/sidecar/outbound-policy-without-mode';
import { rootSidecarWithSelector } from './rules/sidecar/root-sidecar-with-selector';
import { sidecarSelectorWithoutPods } from './rules/sidecar/sidecar-selector-without-pods';
import { unknownEgressHost } from './rules/sidecar/unknown-egress-host';
import { accessLogWithoutProvider } from './rules/telemetry/access-log-without-provider';
import { conflictingTelemetrySelectors } from './rules/telemetry/conflicting-telemetry-selectors';
import { multipleNamespaceTelemetries } from './rules/telemetry/multiple-namespace-telemetries';
import { absentHeaderFails } from './rules/virtual-service/absent-header-fails';
import { ambiguousDestinationPort } from './rules/virtual-service/ambiguous-destination-port';
import { authorityWithoutPort } from './rules/virtual-service/authority-without-port';
import { conflictingMeshHosts } from './rules/virtual-service/conflicting-mesh-hosts';
import { destinationRejected } from './rules/virtual-service/destination-rejected';
import { droppedDelegate } from './rules/virtual-service/dropped-delegate';
import { faultNotCovered } from './rules/virtual-service/fault-not-covered';
import { faultWithoutPercentage } from './rules/virtual-service/fault-without-percentage';
import { generatedGatewayReference } from './rules/virtual-service/generated-gateway-reference';
import { hashWithinSplit } from './rules/virtual-service/hash-within-split';
import { hostNotInGateway } from './rules/virtual-service/host-not-in-gateway';
import { httpRulesOnOtherProtocol } from './rules/virtual-service/http-rules-on-other-protocol';
import { ignoredSourceCondition } from './rules/virtual-service/ignored-source-condition';
import { impossibleMatch } from './rules/virtual-service/impossible-match';
import { ineffectiveMatch } from './rules/virtual-service/ineffective-match';
import { ingressSkipsSubsets } from './rules/virtual-service/ingress-skips-subsets';
import { loneWeight } from './rules/virtual-service/lone-weight';
import { matchWithoutQuery } from './rules/virtual-service/match-without-query';
import { orderDependsOnAge } from './rules/virtual-service/order-depends-on-age';
import { partialRegex } from './rules/virtual-service/partial-regex';
import { prefixCrossesSegment } from './rules/virtual-service/prefix-crosses-segment';
import { repeatedDestination } from './rules/virtual-service/repeated-destination';
import { rewriteJoinsSegments } from './rules/virtual-service/rewrite-joins-segments';
import { rulesNotForMesh } from './rules/virtual-service/rules-not-for-mesh';
import { severalVirtualServices } from './rules/virtual-service/several-virtual-services';
import { shadowedRoute } from './rules/virtual-service/shadowed-route';
import { subsetOutOfReach } from './rules/virtual-service/subset-out-of-reach';
import { unexpandedHost } from './rules/virtual-service/unexpanded-host';
import { unknownDestination } from './rules/virtual-service/unknown-destination';
import { unknownDestinationPort } from './rules/virtual-service/unknown-destination-port';
import { unknownExportNamespace } from './rules/virtual-service/unknown-export-namespace';
import { unknownGateway } from './rules/virtual-service/unknown-gateway';
import { unknownMatchGateway } from './rules/virtual-service/unknown-match-gateway';
import { unknownSubset } from './rules/virtual-service/unknown-subset';
import { unmatchedCalls } from './rules/virtual-service/unmatched-calls';
import { unreachableRoute } from './rules/virtual-service/unreachable-route';
import { unservedHost } from './rules/virtual-service/unserved-host';
import { unusedVirtualService } from './rules/virtual-service/unused-virtual-service';
import { wildcardHostHidden } from './rules/virtual-service/wildcard-host-hidden';
import { duplicateWorkloadGroup } from './rules/workload/duplicate-workload-group';
import { fixedReplicas } from './rules/workload/fixed-replicas';
import { outdatedProxies } from './rules/workload/outdated-proxies';
import { overlappingSelectors } from './rules/workload/overlapping-selectors';
import { proxyUserId } from './rules/workload/proxy-user-id';
import { unknownGroupAccount } from './rules/workload/unknown-group-account';
import { unpinnedImage } from './rules/workload/unpinned-image';
import { unpreparedWorkload } from './rules/workload/unprepared-workload';

/** Every rule, in the order of their codes. Made from the files in `rules/` by `npm run rules`; do not edit. */
export const allRules: readonly Rule[] = [
  deprecatedField,
  gatewaySelectorWithoutPods,
  missingGatewayCredential,
  sidecarSelectorWithoutPods,
  unknownDestination,
  unknownDestinationPort,
  unknownGateway,
  unknownSourceNamespace,
  unknownSubset,
  namespaceNotInjected,
  podWithoutProxy,
  refusedBySchema,
  refusedByWebhook,
  misplacedAnnotation,
  unknownAnnotation,
  conflictingMeshHosts,
  conflictingSidecarSelectors,
  multipleNamespaceSidecars,
  ambiguousDestinationPort,
  servicesDisagreeOnProtocol,
  portName,
  multipleInjectionLabels,
  invalidAnnotation,
  unknownNetworkRegistry,
  policyWithoutWorkloads,
  unverifiedServerCertificate,
  unverifiedServerCertificateOfPort,
  unreachableRoute,
  ineffectiveMatch,
  hostNotInGateway,
  webhookWarning,
  serviceEntryWithoutAddress,
  deprecatedAnnotation,
  servicesShareTargetPort,
  duplicateGatewayCertificate,
  invalidInjectionWebhook,
  ingressSkipsSubsets,
  proxyUserId,
  conflictingGateways,
  imageAutoWithoutInjection,
  imageAutoInPod,
  injectedByDefault,
  jwtClaimWithoutAuthentication,
  externalNamePort,
  envoyFilterOrder,
  envoyFilterReplace,
  envoyFilterAdd,
  envoyFilterRemove,
  envoyFilterOrderWithVersion,
  accessLogWithoutProvider,
  outdatedProxies,
  conflictingTelemetrySelectors,
  multipleNamespaceTelemetries,
  invalidGatewayCredential,
  gatewayPortNotOnService,
  invalidControlPlaneAddress,
  controlPlaneByIp,
  generatedGatewayReference,
  ineffectiveSelector,
  ineffectiveSidecar,
  inconsistentClusters,
  negativeCondition,
  subsetWithoutPods,
  unknownDestinationRuleHost,
  unrestrictedJwksFetch,
  gatewayApiTooOld,
  serviceEntryProtocolConflict,
  multiplePeerAuthentications,
  conflictingPeerAuthentications,
  policySelectorWithoutPods,
  unknownExportNamespace,
  unknownHttpMethod,
  unknownPolicyHost,
  identityWithoutMtls,
  unknownPrincipal,
  foreignTrustDomain,
  l7PolicyWithoutWaypoint,
  policyWithoutTarget,
  duplicateSubset,
  subsetOfOtherPods,
  wideMtlsOverridden,
  mtlsDisabledAgainstStrict,
  subsetWithoutLabels,
  policyWithoutWaypoint,
  overlappingGateways,
  strictWithoutClientRule,
  disabledAgainstClientRule,
  portNameOfProtocol,
  targetPortNotOnContainer,
  unknownEgressHost,
  rootSidecarWithSelector,
  outboundPolicyWithoutMode,
  unknownMatchGateway,
  loneWeight,
  repeatedDestination,
  severalVirtualServices,
  routesWithoutWaypoint,
  authenticationWithoutWaypoint,
  wasmWithoutWaypoint,
  telemetryWithoutWaypoint,
  duplicateServiceEntry,
  workloadWithoutPolicy,
  mixedDataPlanes,
  waypointOutsideAmbient,
  unknownWaypoint,
  unknownRouteParent,
  unknownRouteBackend,
  overlappingListeners,
  sharedGatewayAddress,
  duplicateListener,
  unknownGrantNamespace,
  unknownGroupAccount,
  duplicateWorkloadGroup,
  prefixCrossesSegment,
  overlappingSelectors,
  rewriteJoinsSegments,
  unexpandedHost,
  subsetOutOfReach,
  ignoredTrafficPolicy,
  portSettingsReplacePolicy,
  orderDependsOnAge,
  droppedGatewayServer,
  unservedHost,
  shadowedRoute,
  absentHeaderFails,
  impossibleMatch,
  authorityWithoutPort,
  ignoredSourceCondition,
  redirectForNobody,
  hashWithinSplit,
  serviceMixesApps,
  duplicateObject,
  gatewayWithoutSelector,
  unpinnedImage,
  unpreparedWorkload,
  oldApiVersion,
  unreadableMeshConfig,
  serviceWithoutPods,
  destinationRejected,
  rulesNotForMesh,
  httpRulesOnOtherProtocol,
  wildcardHostHidden,
  unmatchedCalls,
  matchWithoutQuery,
  partialRegex,
  servicePortInPolicy,
  targetPortInSettings,
  tokenNotRequired,
  identityAtGateway,
  fromAndToApart,
  tlsWithinTls,
  fixedReplicas,
  unusedDestinationRule,
  httpConditionOnTcpPort,
  objectForPodsWithoutProxy,
  selectorInRootNamespace,
  unusedServiceEntry,
  undiscoveredObject,
  faultWithoutPercentage,
  faultNotCovered,
  unusedVirtualService,
  probeUnderStrict,
  unusableAuthorizer,
  unreadInjectionLabel,
  droppedDelegate,
  unreadable,
  refusedByEnvoy,
  bindNotOnPod,
  refusedByKubernetes,
  referenceNotGranted,
  noMatchingListener,
  noMatchingListenerHostname,
  notAllowedByListeners,
  invalidBackendKind,
  unsupportedRouteValue,
  invalidCertificateRef,
  unsupportedListenerProtocol,
  unsupportedGatewayAddress,
  invalidRouteKinds,
  conflictedListener,
  unknownBackendPort,
  ignoredIngressPart,
  unknownIngressBackend,
  unknownPolicyTarget,
  conflictedBackendTlsPolicy,
  invalidCaCertificateRef,
  invalidGatewayParameters,
  ignoredGatewayApiPart,
  experimentalChannel,
  unknownGatewayClass,
  unusableGatewayAddress,
];
