import type { Rule } from './rule';
import { accessLogWithoutProvider } from './rules/access-log-without-provider';
import { ambiguousDestinationPort } from './rules/ambiguous-destination-port';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { conflictingSidecarSelectors } from './rules/conflicting-sidecar-selectors';
import { conflictingTelemetrySelectors } from './rules/conflicting-telemetry-selectors';
import { controlPlaneByIp } from './rules/control-plane-by-ip';
import { deprecatedAnnotation } from './rules/deprecated-annotation';
import { deprecatedField } from './rules/deprecated-field';
import { duplicateGatewayCertificate } from './rules/duplicate-gateway-certificate';
import { envoyFilterAdd } from './rules/envoy-filter-add';
import { envoyFilterOrder } from './rules/envoy-filter-order';
import { envoyFilterOrderWithVersion } from './rules/envoy-filter-order-with-version';
import { envoyFilterRemove } from './rules/envoy-filter-remove';
import { envoyFilterReplace } from './rules/envoy-filter-replace';
import { externalNamePort } from './rules/external-name-port';
import { gatewayApiTooOld } from './rules/gateway-api-too-old';
import { gatewayPortNotOnService } from './rules/gateway-port-not-on-service';
import { gatewaySelectorWithoutPods } from './rules/gateway-selector-without-pods';
import { generatedGatewayReference } from './rules/generated-gateway-reference';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { imageAutoInPod } from './rules/image-auto-in-pod';
import { imageAutoWithoutInjection } from './rules/image-auto-without-injection';
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
import { misplacedAnnotation } from './rules/misplaced-annotation';
import { missingGatewayCredential } from './rules/missing-gateway-credential';
import { multipleInjectionLabels } from './rules/multiple-injection-labels';
import { multipleNamespaceSidecars } from './rules/multiple-namespace-sidecars';
import { multipleNamespaceTelemetries } from './rules/multiple-namespace-telemetries';
import { namespaceNotInjected } from './rules/namespace-not-injected';
import { negativeCondition } from './rules/negative-condition';
import { overlappingGateways } from './rules/overlapping-gateways';
import { podWithoutProxy } from './rules/pod-without-proxy';
import { policyWithoutWorkloads } from './rules/policy-without-workloads';
import { portName } from './rules/port-name';
import { proxyUserId } from './rules/proxy-user-id';
import { refusedByKubernetes } from './rules/refused-by-kubernetes';
import { refusedBySchema } from './rules/refused-by-schema';
import { refusedByWebhook } from './rules/refused-by-webhook';
import { serviceEntryProtocolConflict } from './rules/service-entry-protocol-conflict';
import { serviceEntryWithoutAddress } from './rules/service-entry-without-address';
import { servicesDisagreeOnProtocol } from './rules/services-disagree-on-protocol';
import { servicesShareTargetPort } from './rules/services-share-target-port';
import { sidecarSelectorWithoutPods } from './rules/sidecar-selector-without-pods';
import { subsetWithoutPods } from './rules/subset-without-pods';
import { unknownAnnotation } from './rules/unknown-annotation';
import { unknownDestination } from './rules/unknown-destination';
import { unknownDestinationPort } from './rules/unknown-destination-port';
import { unknownDestinationRuleHost } from './rules/unknown-destination-rule-host';
import { unknownGateway } from './rules/unknown-gateway';
import { unknownNetworkRegistry } from './rules/unknown-network-registry';
import { unknownSourceNamespace } from './rules/unknown-source-namespace';
import { unknownSubset } from './rules/unknown-subset';
import { unreachableRoute } from './rules/unreachable-route';
import { unreadable } from './rules/unreadable';
import { unrestrictedJwksFetch } from './rules/unrestricted-jwks-fetch';
import { unverifiedServerCertificate } from './rules/unverified-server-certificate';
import { unverifiedServerCertificateOfPort } from './rules/unverified-server-certificate-of-port';
import { webhookWarning } from './rules/webhook-warning';

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
  conflictingTelemetrySelectors,
  multipleNamespaceTelemetries,
  invalidGatewayCredential,
  gatewayPortNotOnService,
  invalidControlPlaneAddress,
  controlPlaneByIp,
  generatedGatewayReference,
  ineffectiveSelector,
  ineffectiveSidecar,
  negativeCondition,
  subsetWithoutPods,
  unknownDestinationRuleHost,
  unrestrictedJwksFetch,
  gatewayApiTooOld,
  serviceEntryProtocolConflict,
  overlappingGateways,
  unreadable,
  refusedByKubernetes,
];
