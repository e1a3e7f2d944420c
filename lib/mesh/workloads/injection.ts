import type { Labels } from '../../istio/labels';
import type { FieldReader } from '../../manifest/field';
import type { InjectorConfig, Injectors } from '../installation/injector-config';
import { type InjectionWebhooks, takesPod } from '../installation/webhooks';
import type { Objects } from '../objects';
import { labelSelectorFits } from './label-selector';
import { podOf } from './pods';
import type { Workload } from './workloads';

/** Names of labels that decide whether and how a pod joins the mesh. Source: `istio.io/api` labels. */
export const injectionLabel = 'istio-injection';
export const revisionLabel = 'istio.io/rev';
export const dataplaneModeLabel = 'istio.io/dataplane-mode';
export const podInjectionLabel = 'sidecar.istio.io/inject';
const redirection = 'ambient.istio.io/redirection';

/** What stands between the programs of a workload and the network. */
export interface PodProxy {
  /** `sidecar` reads HTTP, `ztunnel` encrypts connections of the ambient mesh, `none` is the bare pod. */
  readonly kind: 'sidecar' | 'ztunnel' | 'none';
  /** In one line, what decides it. */
  readonly why: string;
  /** The manifests do not decide it, and it is assumed. */
  readonly assumed: boolean;
}

/** Namespaces that the injector leaves alone. Source: Istio `inject.IgnoredNamespaces`. */
const ignoredNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/** What of an installation decides who is injected. */
export interface InjectingInstallation {
  readonly injectors: Injectors;
  readonly injectionWebhooks: InjectionWebhooks;
  /** Is a control plane of the revision among the manifests? */
  knowsRevision(revision: string): boolean;
}

/** Which pods get a sidecar, and which namespaces are in the ambient mesh. */
export class Injection {
  constructor(
    private readonly objects: Objects,
    private readonly installation: InjectingInstallation,
  ) {}

  /** The proxy of a workload's pods. Source: Istio `injectRequired` and the selectors of its injection webhooks. */
  proxyOf(workload: Workload): PodProxy {
    const pod = podOf(workload);
    if (workload.machine) return this.proxyOfMachine(workload);
    if (isOwnProxy(pod)) return sidecar('its pods are proxies themselves');
    if ((proxyContainer(pod)?.at('image').text ?? '') !== '') return sidecar('its template holds the container `istio-proxy`');
    const injected = this.injects(workload, pod);
    if (injected?.kind === 'sidecar') return injected;
    return (
      this.ztunnelOf(workload, pod) ??
      (injected && leftOut(pod)) ??
      injected ??
      sidecar(`namespace ${workload.namespace} is not declared`, true)
    );
  }

  /** Istio takes a machine with a service account for one that runs a proxy. Source: Istio `getTLSModeFromWorkloadEntry`. */
  private proxyOfMachine({ labels, serviceAccount, kind }: Workload): PodProxy {
    const mode = labels['security.istio.io/tlsMode'];
    if (mode === 'istio') return sidecar('`security.istio.io/tlsMode` is `istio`');
    if (mode !== undefined) return none(`\`security.istio.io/tlsMode\` is \`${mode}\``);
    return serviceAccount !== 'default' || kind === 'WorkloadGroup'
      ? sidecar('the machine has a service account')
      : none('the machine has no service account');
  }

  /** What the injector does with the pods, whatever they hold already; undefined where the manifests do not decide it. */
  injectionOf(workload: Workload): PodProxy | undefined {
    return this.injects(workload, podOf(workload));
  }

  private injects({ namespace }: Workload, pod: FieldReader): PodProxy | undefined {
    if (pod.at('spec', 'hostNetwork').value === true) return none('the pod uses `hostNetwork`, where no sidecar is injected');
    if (ignoredNamespaces.has(namespace)) return none(`nothing is injected in namespace ${namespace}`);
    const podLabels = pod.at('metadata', 'labels').labels ?? {};
    const asked = podLabels[podInjectionLabel] ?? pod.at('metadata', 'annotations', podInjectionLabel).text;
    if (asked === 'false') return none(`\`${podInjectionLabel}\` is \`false\``);
    const labels = this.namespaceLabels(namespace);
    const taken = this.takes({ namespace, labels }, podLabels);
    if (taken?.kind !== 'sidecar') return taken;
    const config = this.installation.injectors.of(labels?.[injectionLabel] ? '' : labels?.[revisionLabel] || podLabels[revisionLabel]);
    return asked === 'true' || !config ? taken : ofPolicy(config, podLabels, taken);
  }

  /** Does a webhook take the pods to the injector? The webhooks among the manifests, else those that Istio's charts make. */
  private takes({ namespace, labels }: { namespace: string; labels: Labels | undefined }, podLabels: Labels): PodProxy | undefined {
    const { ofIstio } = this.installation.injectionWebhooks;
    if (ofIstio.length === 0 || labels === undefined) return this.takenByDefault({ namespace, labels }, podLabels);
    const namespaceLabels = { 'kubernetes.io/metadata.name': namespace, ...labels };
    const isTaken = ofIstio.some((webhook) => takesPod(webhook, namespaceLabels, podLabels));
    if (!isTaken) return none(`no webhook that injects sidecars takes pods with these labels in namespace ${namespace}`);
    return this.takenByDefault({ namespace, labels }, podLabels, false);
  }

  /** What Istio's charts have the webhooks take. Source: `mutatingwebhook.yaml` of the chart istiod. */
  private takenByDefault(
    { namespace, labels }: { namespace: string; labels: Labels | undefined },
    podLabels: Labels,
    assumed = true,
  ): PodProxy | undefined {
    const { [injectionLabel]: injection, [revisionLabel]: ofNamespace } = labels ?? {};
    const revision = ofNamespace ?? podLabels[revisionLabel];
    if (injection === 'enabled') return sidecar(`namespace ${namespace} has \`${injectionLabel}: enabled\``);
    if (injection === 'disabled') return none(`namespace ${namespace} has \`${injectionLabel}: disabled\``);
    if (injection !== undefined)
      return none(`namespace ${namespace} has \`${injectionLabel}: ${injection}\`, which is neither \`enabled\` nor \`disabled\``);
    if (revision !== undefined)
      return sidecar(`revision \`${revision}\` injects it`, assumed && !this.installation.knowsRevision(revision));
    if (podLabels[podInjectionLabel] === 'true') return sidecar(`\`${podInjectionLabel}\` is \`true\``);
    if (labels === undefined) return undefined;
    if (!assumed || this.installation.injectors.injectByDefault()) return sidecar('the injector injects by default');
    return none(`namespace ${namespace} has no label that asks for a sidecar`);
  }

  private ztunnelOf({ namespace }: Workload, pod: FieldReader): PodProxy | undefined {
    const mode = pod.at('metadata', 'labels', dataplaneModeLabel).text || this.namespaceLabels(namespace)?.[dataplaneModeLabel];
    if (mode !== 'ambient' || pod.at('spec', 'hostNetwork').value === true) return undefined;
    return { kind: 'ztunnel', why: `\`${dataplaneModeLabel}\` is \`ambient\``, assumed: false };
  }

  /** Labels of a namespace that is declared; undefined for any other. */
  namespaceLabels(namespace: string): Readonly<Record<string, string>> | undefined {
    const manifest = this.objects.find('', 'Namespace', { name: namespace });
    return manifest && (manifest.object.metadata.labels ?? {});
  }

  /** Do these pods get a sidecar? Source: Istio `in_mesh.go`, which does not look at revisions. */
  hasSidecar(workload: Workload): boolean {
    const pod = podOf(workload);
    if ((proxyContainer(pod)?.at('image').text ?? '') !== '') return true;
    for (const place of ['labels', 'annotations']) {
      const asked = pod.at('metadata', place, podInjectionLabel);
      if (asked.exists) return asked.text === 'true';
    }
    return this.namespaceLabels(workload.namespace)?.[injectionLabel] === 'enabled';
  }

  /** Do pods of this namespace join the ambient mesh, having no sidecars? */
  isAmbient(namespace: string): boolean {
    const labels = this.namespaceLabels(namespace);
    if (!labels || labels[injectionLabel] === 'enabled' || labels[revisionLabel]) return false;
    return labels[dataplaneModeLabel] === 'ambient';
  }
}

/** What the injector does with pods that say nothing themselves. Source: Istio `injectRequired`. */
function ofPolicy({ policy, selectors }: InjectorConfig, podLabels: Labels, injected: PodProxy): PodProxy {
  const isSelected = (all: readonly FieldReader[]) =>
    all.some((selector) => selector.entries.length > 0 && labelSelectorFits(selector, podLabels));
  if (isSelected(selectors.never)) return none('the injector has a `neverInjectSelector` for it');
  if (policy === 'enabled' || isSelected(selectors.always)) return injected;
  return none('the policy of the injector is `disabled`');
}

function sidecar(why: string, assumed = false): PodProxy {
  return { kind: 'sidecar', why, assumed };
}

function none(why: string): PodProxy {
  return { kind: 'none', why, assumed: false };
}

/** The pod's own label takes it out of the ambient mesh. */
function leftOut(pod: FieldReader): PodProxy | undefined {
  return pod.at('metadata', 'labels', dataplaneModeLabel).text === 'none' ? none(`\`${dataplaneModeLabel}\` is \`none\``) : undefined;
}

/** A gateway's pods run nothing but the proxy. */
export function isOwnProxy(pod: FieldReader): boolean {
  const containers = pod.at('spec', 'containers').items;
  return containers.length > 0 && containers.every((container) => container.at('name').text === 'istio-proxy');
}

/** The sidecar's container, where the template brings it along. */
export function proxyContainer(pod: FieldReader): FieldReader | undefined {
  const containers = [...pod.at('spec', 'containers').items, ...pod.at('spec', 'initContainers').items];
  return containers.find((container) => container.at('name').text === 'istio-proxy');
}

/** Has the ambient mesh taken these pods over? Only a live pod says so. */
export function isRedirected(workload: Workload): boolean {
  return podOf(workload).at('metadata', 'annotations', redirection).text === 'enabled';
}
