import type { Manifest } from '../../manifest/manifest';
import { memo } from '../../memo';
import { routeKinds } from '../gateway-api/objects';
import { conditionWithoutWaypoint, policyWithoutTarget, routeWithoutWaypoint, selectorAtWaypoint, withoutWaypoint } from './ambient';
import { type Call, entriesOf, rulesOf, sidecarsOf, undiscoveredOf } from './calls';
import type { Cause, PassedOver, Reason } from './cause';
import { delegatesInVain } from './delegates';
import { unusedFields } from './destination-rules';
import { ofRule, ruleForNobody, unknownHost } from './destination-rules-for-nobody';
import type { Facts } from './facts';
import { faults } from './faults';
import { identityAtGateway, identityWithoutMtls } from './identities';
import { matches } from './matches';
import { httpOnTcpPort, servicePorts, tokenNotRequired } from './policy-conditions';
import { rivalPeerAuthentication, selectorInRootNamespace, selectsNoPod, unenforced, withoutProxy } from './policy-selectors';
import { rulesOfOtherProtocol } from './rules-of-other-protocol';
import { type CalledPod, policiesOf } from './servers';
import { entryForNobody } from './service-entries';
import { labelsOfNoPod, rivalSidecar, sidecarInAmbient } from './sidecars';
import { undiscovered } from './undiscovered';
import { exportedToNobody, httpForOtherProtocol, notForMesh, shortNameElsewhere, wildcardHidden } from './virtual-services-for-nobody';
import { importedByNobody } from './virtual-services-not-imported';

type Finder = (manifest: Manifest, facts: Facts) => Reason[];

/** What shows that an object, or a field of it, is used by nobody, by kind. */
const finders: Readonly<Record<string, readonly Finder[]>> = {
  VirtualService: [
    notForMesh,
    httpForOtherProtocol,
    wildcardHidden,
    exportedToNobody,
    importedByNobody,
    shortNameElsewhere,
    matches,
    faults,
    delegatesInVain,
    rulesOfOtherProtocol,
    withoutWaypoint,
  ],
  DestinationRule: [unknownHost, ruleForNobody, ofRule(unusedFields), withoutWaypoint],
  ServiceEntry: [entryForNobody],
  AuthorizationPolicy: [
    ...[unenforced, servicePorts, identityAtGateway, identityWithoutMtls, httpOnTcpPort],
    ...[conditionWithoutWaypoint, policyWithoutTarget, selectorAtWaypoint],
  ],
  RequestAuthentication: [selectsNoPod, withoutProxy, tokenNotRequired, withoutWaypoint, selectorAtWaypoint],
  PeerAuthentication: [selectsNoPod, withoutProxy, selectorInRootNamespace, rivalPeerAuthentication, servicePorts],
  Sidecar: [labelsOfNoPod, sidecarInAmbient, withoutProxy, rivalSidecar],
  Telemetry: [labelsOfNoPod, withoutWaypoint, selectorAtWaypoint],
  WasmPlugin: [withoutWaypoint, selectorAtWaypoint],
  ...Object.fromEntries(routeKinds.map((kind) => [kind, [routeWithoutWaypoint]])),
};

/** Objects that were written for something and are not used, each with one reason. */
export class PassedOverIndex {
  private readonly known = memo((manifest: Manifest) => this.find(manifest));

  constructor(private readonly facts: Facts) {}

  /** What of an object nobody uses, or those who could use it do not. @param cause only for this cause */
  of(manifest: Manifest, cause?: Cause): readonly PassedOver[] {
    const all = this.known(manifest);
    return cause === undefined ? all : all.filter((each) => each.cause === cause);
  }

  /** What was written for a call of a Service and does not shape it, in the order in which it would speak. */
  ofCall(call: Call): readonly PassedOver[] {
    return [
      ...sidecarsOf(call, this.facts, (manifest) => this.of(manifest)),
      ...entriesOf(call, this.facts),
      ...rulesOf(call, this.facts, (manifest) => this.of(manifest)),
      ...undiscoveredOf(call, this.facts, (manifest) => this.of(manifest)),
    ];
  }

  /** Policies written for a pod that its proxy does not enforce, or a field of which never holds. */
  ofServer(server: CalledPod): readonly PassedOver[] {
    return policiesOf(server, this.facts, (manifest) => this.of(manifest));
  }

  private find(manifest: Manifest): readonly PassedOver[] {
    const { kind } = manifest.object;
    const unread = undiscovered(manifest, this.facts);
    const reasons = unread.length > 0 ? unread : (finders[kind] ?? []).flatMap((finder) => finder(manifest, this.facts));
    return reasons.map((reason) => ({ manifest, ...reason }));
  }
}
