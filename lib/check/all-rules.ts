import type { Rule } from './rule';
import { ambiguousDestinationPort } from './rules/ambiguous-destination-port';
import { conflictingGateways } from './rules/conflicting-gateways';
import { conflictingMeshHosts } from './rules/conflicting-mesh-hosts';
import { duplicateGatewayCertificate } from './rules/duplicate-gateway-certificate';
import { gatewayPortNotOnService } from './rules/gateway-port-not-on-service';
import { gatewaySelectorWithoutPods } from './rules/gateway-selector-without-pods';
import { generatedGatewayReference } from './rules/generated-gateway-reference';
import { hostNotInGateway } from './rules/host-not-in-gateway';
import { ingressSkipsSubsets } from './rules/ingress-skips-subsets';
import { missingGatewayCredential } from './rules/missing-gateway-credential';
import { overlappingGateways } from './rules/overlapping-gateways';
import { subsetWithoutPods } from './rules/subset-without-pods';
import { unknownDestination } from './rules/unknown-destination';
import { unknownDestinationPort } from './rules/unknown-destination-port';
import { unknownDestinationRuleHost } from './rules/unknown-destination-rule-host';
import { unknownGateway } from './rules/unknown-gateway';
import { unknownSubset } from './rules/unknown-subset';
import { unreadable } from './rules/unreadable';
import { unverifiedServerCertificate } from './rules/unverified-server-certificate';
import { unverifiedServerCertificateOfPort } from './rules/unverified-server-certificate-of-port';

/** Every rule, in the order of their codes. A rule that is not here does not run. */
export const allRules: readonly Rule[] = [
  unknownGateway,
  unknownDestination,
  unknownDestinationPort,
  unknownSubset,
  gatewaySelectorWithoutPods,
  missingGatewayCredential,
  conflictingMeshHosts,
  ambiguousDestinationPort,
  unverifiedServerCertificate,
  unverifiedServerCertificateOfPort,
  hostNotInGateway,
  duplicateGatewayCertificate,
  ingressSkipsSubsets,
  conflictingGateways,
  gatewayPortNotOnService,
  generatedGatewayReference,
  subsetWithoutPods,
  unknownDestinationRuleHost,
  overlappingGateways,
  unreadable,
];
