import type { Manifest } from '../../manifest/manifest';
import type { GatewayIndex } from '../gateways/gateways';
import type { Discovery } from '../installation/discovery';
import type { DestinationRuleIndex } from '../routing/destination-rule-index';
import type { DestinationRulesByHost } from '../routing/destination-rules-by-host';
import type { VirtualServiceIndex } from '../routing/virtual-services';
import type { MutualTls } from '../security/mutual-tls';
import type { PeerAuthentications } from '../security/peer-authentications';
import type { PolicyIndex } from '../security/policies';
import type { ClusterNames } from '../services/cluster-names';
import type { PodPorts } from '../services/pod-ports';
import type { ServiceIndex } from '../services/services';
import type { SidecarIndex } from '../sidecars/sidecars';
import type { CompetingSelectors } from '../workloads/competing-selectors';
import type { Injection } from '../workloads/injection';
import type { PodIndex } from '../workloads/pods';
import type { Waypoints } from '../workloads/waypoints';
import type { WorkloadIndex } from '../workloads/workloads';

/** The facts of one mesh that show whether an object is used. */
export interface Facts {
  readonly rootNamespace: string;
  readonly clusterDomain: string;
  readonly outboundTrafficPolicy: 'ALLOW_ANY' | 'REGISTRY_ONLY';
  readonly manifests: readonly Manifest[];
  readonly discovery: Discovery;
  readonly clusterNames: ClusterNames;
  readonly virtualServices: VirtualServiceIndex;
  readonly gateways: GatewayIndex;
  readonly services: ServiceIndex;
  readonly workloads: WorkloadIndex;
  readonly pods: PodIndex;
  readonly podPorts: PodPorts;
  readonly injection: Injection;
  readonly waypoints: Waypoints;
  readonly destinationRules: DestinationRuleIndex;
  readonly destinationRulesByHost: DestinationRulesByHost;
  readonly mutualTls: MutualTls;
  readonly peerAuthentications: PeerAuthentications;
  readonly policies: PolicyIndex;
  readonly sidecars: SidecarIndex;
  readonly competingSidecars: CompetingSelectors;
  readonly competingPeerAuthentications: CompetingSelectors;
  ofKind(group: string, kind: string): readonly Manifest[];
}
