import { Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { ownId } from './metadata';
import { dnsLabel } from './name';
import { onlyKnown } from './only-known';
import { checkAmbient } from './proxy/waypoint';
import { within } from './within';

/** The levels of the Pod Security Standards, from the loosest. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** The labels of a namespace: injection and pod security. */
export interface NamespaceProps {
  /** Whether pods get a sidecar. @default true, unless a `revision` says it */
  readonly injection?: boolean;
  /** Revision of Istio that injects the sidecars, for upgrades side by side. @default - the default revision */
  readonly revision?: string;
  /** How its pods join the mesh: by a sidecar each, or by the node's ztunnel. @default 'sidecar' */
  readonly dataPlane?: 'sidecar' | 'ambient';
  /** Waypoint before its services, in ambient mode: a `Waypoint` of this namespace, or its name. @default - none */
  readonly waypoint?: string | { readonly objectName: string };
  /** Network of its cluster, where clusters of a mesh cannot reach each other's pods; for Istio's own namespace. @default - one network for all */
  readonly network?: string;
  /**
   * Pod Security levels.
   *
   * `enforce` is left to you: unless Istio runs in its CNI mode, the injected `istio-init` needs NET_ADMIN, and a namespace
   * that enforces `restricted` or `baseline` would refuse every pod.
   *
   * @default { warn: 'restricted', audit: 'restricted' }
   */
  readonly podSecurity?: { readonly enforce?: PodSecurityLevel; readonly warn?: PodSecurityLevel; readonly audit?: PodSecurityLevel };
}

/** A namespace of the mesh. */
export class Namespace extends Construct {
  /**
   * @param id also the name of the namespace
   * @throws ConstructError `NameForm`, `NameTooLong`, `InjectionTwice`, `AmbientInjection`, `WaypointWithoutAmbient`
   */
  constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, ownId(scope, id, 'Namespace'));
    const { injection, revision, podSecurity = {} } = onlyKnown('NamespaceProps', props, this);
    within(this, () => {
      dnsLabel(id, 'the name of a namespace');
      if (revision !== undefined && injection !== undefined) {
        throw new ConstructError('InjectionTwice', 'a namespace has either `injection` or a `revision`', {
          why: 'where both labels stand, Istio goes by `istio-injection` and never sees the revision',
        });
      }
      if (props.dataPlane === 'ambient' && (injection !== undefined || revision !== undefined)) throw ambientInjection();
      const levels = { warn: 'restricted', audit: 'restricted', ...podSecurity };
      const namespace = new k8s.KubeNamespace(this, 'Default', {
        metadata: {
          name: id,
          labels: {
            ...dataPlaneLabels(props),
            ...(props.network === undefined ? {} : { 'topology.istio.io/network': dnsLabel(props.network, 'the name of a network') }),
            ...Object.fromEntries(Object.entries(levels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level])),
          },
        },
      });
      // cdk8s puts every object of a chart into the chart's namespace, this one, too.
      if (Chart.of(this).namespace !== undefined) namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    });
  }
}

function dataPlaneLabels({ dataPlane, waypoint, injection, revision }: NamespaceProps): Record<string, string> {
  const name = typeof waypoint === 'string' ? waypoint : waypoint?.objectName;
  checkAmbient(dataPlane === 'ambient', name);
  if (dataPlane === 'ambient') {
    return {
      'istio.io/dataplane-mode': 'ambient',
      ...(name === undefined ? {} : { 'istio.io/use-waypoint': dnsLabel(name, 'the name of a waypoint') }),
    };
  }
  if (revision !== undefined) return { 'istio.io/rev': dnsLabel(revision, 'the name of a revision') };
  return { 'istio-injection': injection === false ? 'disabled' : 'enabled' };
}

function ambientInjection(): ConstructError {
  return new ConstructError('AmbientInjection', 'a namespace in ambient mode has `injection` or a `revision`', {
    why: 'its pods have no sidecar; the revision that runs a waypoint is a prop of `Waypoint`',
    fix: 'leave `injection` and `revision` out',
  });
}
