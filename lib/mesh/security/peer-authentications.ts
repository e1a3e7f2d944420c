import { fits, type Labels } from '../../istio/labels';
import { namespaceOf } from '../../istio/names';
import type { Manifest } from '../../manifest/manifest';
import { map, record, text } from '../decode';
import { byCreation } from '../order';
import type { PolicySubject } from './policy-target';

const mutual = record({ mode: text });
const peerSpec = record({ selector: record({ matchLabels: map(text) }), mtls: mutual, portLevelMtls: map(mutual) });

/** What a proxy accepts: mutual TLS alone, both, or plain text alone. */
export type MutualTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** What holds at one port of a pod, and the PeerAuthentication that says so; none where Istio's default holds. */
export interface PortMode {
  readonly mode: MutualTlsMode;
  readonly by?: Manifest;
}

interface PeerAuthentication {
  readonly namespace: string;
  readonly selector: Labels;
  readonly mode: MutualTlsMode | undefined;
  readonly ports: ReadonlyMap<number, MutualTlsMode | undefined>;
  readonly manifest: Manifest;
}

/** The PeerAuthentications of one mesh. Of several of one scope the oldest counts. Source: Istio `ComposePeerAuthentication`. */
export class PeerAuthentications {
  private readonly all: readonly PeerAuthentication[];

  constructor(
    manifests: readonly Manifest[],
    private readonly rootNamespace: string,
  ) {
    this.all = [...manifests].sort((one, other) => byCreation(one.object, other.object)).map(decoded);
  }

  /** What holds for a whole namespace, for all that says nothing of its own. */
  modeIn(namespace: string): MutualTlsMode {
    const deciding = [namespace, this.rootNamespace].map((of) => this.wide(of)).find((each) => each?.mode !== undefined);
    return deciding?.mode ?? 'PERMISSIVE';
  }

  /** What the proxy of a pod accepts on one of the pod's ports. @param port the container's, not the Service's */
  modeOf({ namespace, labels }: PolicySubject, port: number): PortMode {
    const own = this.all.find((each) => each.namespace === namespace && !isWide(each) && fits(each.selector, labels));
    const workload = namespace === this.rootNamespace ? undefined : own;
    const ofPort = workload?.ports.get(port);
    if (workload && ofPort) return { mode: ofPort, by: workload.manifest };
    const deciding = [workload, this.wide(namespace), this.wide(this.rootNamespace)].find((each) => each?.mode !== undefined);
    return { mode: deciding?.mode ?? 'PERMISSIVE', by: deciding?.manifest };
  }

  private wide(namespace: string): PeerAuthentication | undefined {
    return this.all.find((each) => each.namespace === namespace && isWide(each));
  }
}

function isWide({ selector }: PeerAuthentication): boolean {
  return Object.keys(selector).length === 0;
}

function decoded(manifest: Manifest): PeerAuthentication {
  const { object } = manifest;
  const { selector, mtls, portLevelMtls = {} } = peerSpec.decode(object.spec);
  return {
    namespace: namespaceOf(object),
    selector: selector?.matchLabels ?? {},
    mode: modeOf(mtls?.mode),
    manifest,
    ports: new Map(Object.entries(portLevelMtls).map(([port, { mode }]) => [Number(port), modeOf(mode)])),
  };
}

function modeOf(text: string | undefined): MutualTlsMode | undefined {
  return text === 'STRICT' || text === 'PERMISSIVE' || text === 'DISABLE' ? text : undefined;
}
