import { Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ConstructError } from '../errors';
import { dnsLabel } from './name';
import { within } from './within';

/** The levels of the Pod Security Standards, from the loosest. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export interface NamespaceProps {
  /** Whether pods get a sidecar. @default true, unless a `revision` says it */
  readonly injection?: boolean;
  /** Revision of Istio that injects the sidecars, for upgrades side by side. @default - the default revision */
  readonly revision?: string;
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
   * @throws ConstructError `NameForm`, `NameTooLong`, `InjectionTwice`
   */
  constructor(scope: Construct, id: string, { injection, revision, podSecurity = {} }: NamespaceProps = {}) {
    super(scope, id);
    within(this, () => {
      dnsLabel(id, 'the name of a namespace');
      if (revision !== undefined && injection !== undefined) {
        throw new ConstructError('InjectionTwice', 'a namespace has either `injection` or a `revision`', {
          why: 'where both labels stand, Istio goes by `istio-injection` and never sees the revision',
        });
      }
      const levels = { warn: 'restricted', audit: 'restricted', ...podSecurity };
      const namespace = new k8s.KubeNamespace(this, 'Default', {
        metadata: {
          name: id,
          labels: {
            ...(revision === undefined
              ? { 'istio-injection': injection === false ? 'disabled' : 'enabled' }
              : { 'istio.io/rev': dnsLabel(revision, 'the name of a revision') }),
            ...Object.fromEntries(Object.entries(levels).map(([mode, level]) => [`pod-security.kubernetes.io/${mode}`, level])),
          },
        },
      });
      // cdk8s puts every object of a chart into the chart's namespace, this one, too.
      if (Chart.of(this).namespace !== undefined) namespace.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    });
  }
}
