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

interface PeerAuthentication {
  readonly namespace: string;
  readonly selector: Labels;
  readonly mode: MutualTlsMode | undefined;
  readonly ports: ReadonlyMap<number, MutualTlsMode | undefined>;
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

  /** What the proxy of a pod accepts on one of the pod's ports. */
  modeOf({ namespace, labels }: PolicySubject, port: number): MutualTlsMode {
    const wide = (of: string) => this.all.find((each) => each.namespace === of && isWide(each));
    const own = this.all.find((each) => each.namespace === namespace && !isWide(each) && fits(each.selector, labels));
    const workload = namespace === this.rootNamespace ? undefined : own;
    const mode = workload?.mode ?? wide(namespace)?.mode ?? wide(this.rootNamespace)?.mode ?? 'PERMISSIVE';
    return workload?.ports.get(port) ?? mode;
  }
}

function isWide({ selector }: PeerAuthentication): boolean {
  return Object.keys(selector).length === 0;
}

function decoded({ object }: Manifest): PeerAuthentication {
  const { selector, mtls, portLevelMtls = {} } = peerSpec.decode(object.spec);
  return {
    namespace: namespaceOf(object),
    selector: selector?.matchLabels ?? {},
    mode: modeOf(mtls?.mode),
    ports: new Map(Object.entries(portLevelMtls).map(([port, { mode }]) => [Number(port), modeOf(mode)])),
  };
}

function modeOf(text: string | undefined): MutualTlsMode | undefined {
  return text === 'STRICT' || text === 'PERMISSIVE' || text === 'DISABLE' ? text : undefined;
}
