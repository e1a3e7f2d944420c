import type { Construct } from 'constructs';
import { SidecarSpecOutboundTrafficPolicyMode as Mode, Sidecar, type SidecarSpec } from '../../../imports/networking.istio.io';
import type { Callee } from '../call';
import { Caller } from '../caller';
import { ExternalService } from '../external-service';
import { namespaceOfHost } from '../host';
import { lastWord } from '../last-word';
import type { DeepPartial } from '../workload/deep-partial';
import type { Edges } from './edges';

interface EgressScopeInput {
  readonly microservice: Caller;
  readonly edges: Edges;
  readonly alwaysKnown: readonly string[];
  readonly isOpen: boolean;
  readonly spec?: DeepPartial<SidecarSpec>;
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Record<string, string>;
}

/** What the sidecar of a microservice knows: whom it calls. Any other host is answered 502 by the sidecar itself. */
export function makeEgressScope(scope: Construct, metadata: Metadata, input: EgressScopeInput): void {
  const { microservice, edges, alwaysKnown, isOpen, spec } = input;
  const known = [...new Set([...edges.outOf(microservice).map(knownHost), ...alwaysKnown])];
  const hosts = isOpen ? ['*/*'] : known;
  new Sidecar(scope, 'Sidecar', {
    metadata,
    spec: lastWord<SidecarSpec>(
      {
        workloadSelector: { labels: { ...microservice.labels } },
        // `~/*` is no host at all: Istio takes an empty list for every host there is.
        egress: [{ hosts: hosts.length > 0 ? hosts : ['~/*'] }],
        outboundTrafficPolicy: { mode: isOpen ? Mode.ALLOW_UNDERSCORE_ANY : Mode.REGISTRY_UNDERSCORE_ONLY },
      },
      spec,
    ),
  });
}

function knownHost(callee: Callee): string {
  const isOurs = callee instanceof Caller || callee instanceof ExternalService;
  const namespace = isOurs ? callee.namespace : namespaceOfHost(callee.host);
  return `${namespace ?? '.'}/${callee.host}`;
}
