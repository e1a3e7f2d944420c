import { fits, type Labels } from '../../istio/labels';
import { namespaceOf, qualifiedName } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { type Decoded, list, map, number, record, text } from '../decode';
import { byCreation } from '../order';

const egressListener = record({ port: record({ number, protocol: text, name: text }), bind: text, hosts: list(text) });
const spec = record({
  workloadSelector: record({ labels: map(text) }),
  egress: list(egressListener),
  outboundTrafficPolicy: record({ mode: text }),
});

export type EgressListener = Decoded<typeof egressListener>;

/** A Sidecar: what the clients it selects may reach. */
export interface Sidecar {
  /** `namespace/name`. */
  readonly name: string;
  readonly namespace: string;
  /** Undefined: every workload of the namespace. */
  readonly selector?: Labels;
  readonly egress: readonly EgressListener[];
  readonly outboundTrafficPolicy?: string;
  readonly manifest: Manifest;
}

/** The Sidecars of one mesh and which one holds for a client. Source: Istio `PushContext.getSidecarScope`. */
export class SidecarIndex {
  /** Oldest first. */
  readonly all: readonly Sidecar[];

  constructor(
    manifests: readonly Manifest[],
    private readonly rootNamespace: string,
  ) {
    this.all = manifests.map(readSidecar).sort((one, other) => byCreation(one.manifest.object, other.manifest.object));
  }

  /** The Sidecar of a client: one that selects it, else its namespace's, else the root namespace's; undefined: none, everything is imported. */
  of(namespace: string, labels: Labels): Sidecar | undefined {
    const own = this.all.filter((sidecar) => sidecar.namespace === namespace);
    return (
      own.find((sidecar) => sidecar.selector && fits(sidecar.selector, labels)) ??
      own.find((sidecar) => !sidecar.selector) ??
      this.all.find((sidecar) => sidecar.namespace === this.rootNamespace && !sidecar.selector)
    );
  }
}

function readSidecar(manifest: Manifest): Sidecar {
  const decoded = spec.decode(manifest.object.spec);
  return {
    name: qualifiedName(manifest.object),
    namespace: namespaceOf(manifest.object),
    selector: decoded.workloadSelector && (decoded.workloadSelector.labels ?? {}),
    egress: decoded.egress ?? [],
    outboundTrafficPolicy: decoded.outboundTrafficPolicy?.mode,
    manifest,
  };
}
