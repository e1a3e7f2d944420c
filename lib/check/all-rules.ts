import type { Rule } from './rule';
import { absentHeaderFails } from './rules/absent-header-fails';
import { accessLogWithoutProvider } from './rules/access-log-without-provider';
import { ambiguousDestinationPort } from './rules/ambiguous-destination-port';
import { authenticationWithoutWaypoint } from './rules/authentication-without-waypoint';
import { authorityWithoutPort } from './rules/authority-without-port';
import { bindNotOnPod } from './rules/bind-not-on-pod';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { conflictingPeerAuthentications } from './rules/conflicting-peer-authentications';
import { conflictingSidecarSelectors } from './rules/conflicting-sidecar-selectors';
import { conflictingTelemetrySelectors } from './rules/conflicting-telemetry-selectors';
import { controlPlaneByIp } from './rules/control-plane-by-ip';
import { deprecatedAnnotation } from './rules/deprecated-annotation';
import { deprecatedField } from './rules/deprecated-field';
import { disabledAgainstClientRule } from './rules/disabled-against-client-rule';
import { droppedGatewayServer } from './rules/dropped-gateway-server';
import { duplicateGatewayCertificate } from './rules/duplicate-gateway-certificate';
import { duplicateListener } from './rules/duplicate-listener';
import { duplicateObject } from './rules/duplicate-object';
import { duplicateServiceEntry } from './rules/duplicate-service-entry';
import { duplicateSubset } from './rules/duplicate-subset';
import { duplicateWorkloadGroup } from './rules/duplicate-workload-group';
import { envoyFilterAdd } from './rules/envoy-filter-add';
import { envoyFilterOrder } from './rules/envoy-filter-order';
import { envoyFilterOrderWithVersion } from './rules/envoy-filter-order-with-version';
import { envoyFilterRemove } from './rules/envoy-filter-remove';
import { envoyFilterReplace } from './rules/envoy-filter-replace';
import { externalNamePort } from './rules/external-name-port';
import { foreignTrustDomain } from './rules/foreign-trust-domain';
import { gatewayApiTooOld } from './rules/gateway-api-too-old';
import { gatewayPortNotOnService } from './rules/gateway-port-not-on-service';
import { gatewaySelectorWithoutPods } from './rules/gateway-selector-without-pods';
import { gatewayWithoutSelector } from './rules/gateway-without-selector';
import { generatedGatewayReference } from './rules/generated-gateway-reference';
import { hashWithinSplit } from './rules/hash-within-split';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { identityWithoutMtls } from './rules/identity-without-mtls';
import { ignoredSourceCondition } from './rules/ignored-source-condition';
import { ignoredTrafficPolicy } from './rules/ignored-traffic-policy';
import { imageAutoInPod } from './rules/image-auto-in-pod';
import { imageAutoWithoutInjection } from './rules/image-auto-without-injection';
import { impossibleMatch } from './rules/impossible-match';
import { inconsistentClusters } from './rules/inconsistent-clusters';
import { ineffectiveMatch } from './rules/ineffective-match';
import { ineffectiveSelector } from './rules/ineffective-selector';
import { ineffectiveSidecar } from './rules/ineffective-sidecar';
import { ingressSkipsSubsets } from './rules/ingress-skips-subsets';
import { injectedByDefault } from './rules/injected-by-default';
import { invalidAnnotation } from './rules/invalid-annotation';
import { invalidControlPlaneAddress } from './rules/invalid-control-plane-address';
import { invalidGatewayCredential } from './rules/invalid-gateway-credential';
import { invalidInjectionWebhook } from './rules/invalid-injection-webhook';
import { jwtClaimWithoutAuthentication } from './rules/jwt-claim-without-authentication';
import { l7PolicyWithoutWaypoint } from './rules/l7-policy-without-waypoint';
import { loneWeight } from './rules/lone-weight';
import { misplacedAnnotation } from './rules/misplaced-annotation';
import { missingGatewayCredential } from './rules/missing-gateway-credential';
import { mixedDataPlanes } from './rules/mixed-data-planes';
import { mtlsDisabledAgainstStrict } from './rules/mtls-disabled-against-strict';
import { multipleInjectionLabels } from './rules/multiple-injection-labels';
import { multipleNamespaceSidecars } from './rules/multiple-namespace-sidecars';
import { multipleNamespaceTelemetries } from './rules/multiple-namespace-telemetries';
import { multiplePeerAuthentications } from './rules/multiple-peer-authentications';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { negativeCondition } from './rules/negative-condition';
import { oldApiVersion } from './rules/old-api-version';
import { orderDependsOnAge } from './rules/order-depends-on-age';
import { outboundPolicyWithoutMode } from './rules/outbound-policy-without-mode';
import { outdatedProxies } from './rules/outdated-proxies';
import { overlappingGateways } from './rules/overlapping-gateways';
import { overlappingListeners } from './rules/overlapping-listeners';
import { overlappingSelectors } from './rules/overlapping-selectors';
import { podWithoutProxy } from './rules/pod-without-proxy';
import { policySelectorWithoutPods } from './rules/policy-selector-without-pods';
import { policyWithoutTarget } from './rules/policy-without-target';
import { policyWithoutWaypoint } from './rules/policy-without-waypoint';
import { policyWithoutWorkloads } from './rules/policy-without-workloads';
import { portName } from './rules/port-name';
import { portNameOfProtocol } from './rules/port-name-of-protocol';
import { portSettingsReplacePolicy } from './rules/port-settings-replace-policy';
import { prefixCrossesSegment } from './rules/prefix-crosses-segment';
import { proxyUserId } from './rules/proxy-user-id';
import { redirectForNobody } from './rules/redirect-for-nobody';
import { refusedByEnvoy } from './rules/refused-by-envoy';
import { refusedByKubernetes } from './rules/refused-by-kubernetes';
import { refusedBySchema } from './rules/refused-by-schema';
import { refusedByWebhook } from './rules/refused-by-webhook';
import { repeatedDestination } from './rules/repeated-destination';
import { rewriteJoinsSegments } from './rules/rewrite-joins-segments';
import { rootSidecarWithSelector } from './rules/root-sidecar-with-selector';
import { routesWithoutWaypoint } from './rules/routes-without-waypoint';
import { serviceEntryProtocolConflict } from './rules/service-entry-protocol-conflict';
import { serviceEntryWithoutAddress } from './rules/service-entry-without-address';
import { serviceMixesApps } from './rules/service-mixes-apps';
import { servicesDisagreeOnProtocol } from './rules/services-disagree-on-protocol';
import { servicesShareTargetPort } from './rules/services-share-target-port';
import { severalVirtualServices } from './rules/several-virtual-services';
import { shadowedRoute } from './rules/shadowed-route';
import { sharedGatewayAddress } from './rules/shared-gateway-address';
import { sidecarSelectorWithoutPods } from './rules/sidecar-selector-without-pods';
import { strictWithoutClientRule } from './rules/strict-without-client-rule';
import { subsetOfOtherPods } from './rules/subset-of-other-pods';
import { subsetOutOfReach } from './rules/subset-out-of-reach';
import { subsetWithoutLabels } from './rules/subset-without-labels';
import { subsetWithoutPods } from './rules/subset-without-pods';
import { targetPortNotOnContainer } from './rules/target-port-not-on-container';
import { telemetryWithoutWaypoint } from './rules/telemetry-without-waypoint';
import { unexpandedHost } from './rules/unexpanded-host';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unknownDestination } from './rules/unknown-destination';
import { unknownDestinationPort } from './rules/unknown-destination-port';
import { unknownDestinationRuleHost } from './rules/unknown-destination-rule-host';
import { unknownEgressHost } from './rules/unknown-egress-host';
import { unknownExportNamespace } from './rules/unknown-export-namespace';
import { unknownGateway } from './rules/unknown-gateway';
import { unknownGrantNamespace } from './rules/unknown-grant-namespace';
import { unknownGroupAccount } from './rules/unknown-group-account';
import { unknownHttpMethod } from './rules/unknown-http-method';
import { unknownMatchGateway } from './rules/unknown-match-gateway';
import { unknownNetworkRegistry } from './rules/unknown-network-registry';
import { unknownPolicyHost } from './rules/unknown-policy-host';
import { unknownPrincipal } from './rules/unknown-principal';
import { unknownRouteBackend } from './rules/unknown-route-backend';
import { unknownRouteParent } from './rules/unknown-route-parent';
import { unknownSourceNamespace } from './rules/unknown-source-namespace';
import { unknownSubset } from './rules/unknown-subset';
import { unknownWaypoint } from './rules/unknown-waypoint';
import { unpinnedImage } from './rules/unpinned-image';
import { unpreparedWorkload } from './rules/unprepared-workload';
import { unreachableRoute } from './rules/unreachable-route';
import { unreadable } from './rules/unreadable';
import { unrestrictedJwksFetch } from './rules/unrestricted-jwks-fetch';
import { unservedHost } from './rules/unserved-host';
import { unverifiedServerCertificate } from './rules/unverified-server-certificate';
import { unverifiedServerCertificateOfPort } from './rules/unverified-server-certificate-of-port';
import { wasmWithoutWaypoint } from './rules/wasm-without-waypoint';
import { waypointOutsideAmbient } from './rules/waypoint-outside-ambient';
import { webhookWarning } from './rules/webhook-warning';
import { wideMtlsOverridden } from './rules/wide-mtls-overridden';
import { workloadWithoutPolicy } from './rules/workload-without-policy';

/** Every rule, in the order of their codes. A rule that is not here does not run. */
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
  unreadable,
  refusedByEnvoy,
  bindNotOnPod,
  refusedByKubernetes,
];
