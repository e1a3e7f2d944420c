import { defaultRootNamespace, ingressGatewayLabels } from '../../istio/defaults';
import { namespaceOf, qualifiedName } from '../../istio/names';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { readYaml } from '../../manifest/yaml/read-yaml';
import type { Objects } from '../objects';
import { istiodsOf } from './control-plane';
import { declaredConfig } from './declared-config';
import { shapeProblem } from './mesh-config-shape';
import { laidOver, type SharedConfig, sharedConfigOf } from './shared-config';

const configMapName = 'istio';
const defaultIngressService = 'istio-ingressgateway';

/** How far paths are normalized: not at all, as RFC 3986 says, and beyond. */
export type PathNormalization = 'NONE' | 'BASE' | 'MERGE_SLASHES' | 'DECODE_AND_MERGE_SLASHES';

/** Fields of MeshConfig that facts, rules and routes read, and those that change no answer: logs, metrics, tracing, timeouts of connections. */
const understood: ReadonlySet<string> = new Set([
  ...['rootNamespace', 'trustDomain', 'trustDomainAliases', 'outboundTrafficPolicy', 'enableAutoMtls', 'discoverySelectors'],
  ...['defaultServiceExportTo', 'defaultVirtualServiceExportTo', 'defaultDestinationRuleExportTo', 'pathNormalization'],
  ...['extensionProviders', 'defaultProviders', 'ingressControllerMode', 'ingressService', 'ingressSelector', 'ingressClass'],
  ...['defaultConfig', 'accessLogFile', 'accessLogFormat', 'accessLogEncoding', 'enableTracing', 'enableEnvoyAccessLogService'],
  ...['disableEnvoyListenerLog', 'enablePrometheusMerge', 'statsConfig', 'inboundClusterStatName', 'outboundClusterStatName'],
  ...['connectTimeout', 'tcpKeepalive', 'dnsRefreshRate', 'protocolDetectionTimeout', 'proxyListenPort'],
  ...['proxyInboundListenPort', 'proxyHttpPort', 'certificates', 'caCertificates', 'ca'],
  ...['defaultHttpRetryPolicy', 'meshMTLS', 'meshMtls', 'tlsDefaults', 'serviceSettings', 'thriftConfig'],
]);

/** What counts beside the ConfigMap of the mesh. */
interface BesideConfig {
  /** What istiod reads below it. */
  readonly shared?: SharedConfig;
  /** The mesh configurations of further revisions, whose proxies may be asked too. */
  readonly others?: readonly Manifest[];
}

/** The mesh-wide configuration, as far as facts and rules need it. Source: Istio `MeshConfig`, in the ConfigMap `istio`. */
export class MeshConfig {
  /** The whole configuration. */
  readonly fields: FieldReader;
  /** The ConfigMap it is read from; undefined when the manifests have none, so that Istio's defaults hold. */
  readonly manifest: Manifest | undefined;
  /** Why the text cannot be read, so that what istiod does is not known; undefined when it can. */
  readonly unreadable: string | undefined;

  constructor(
    text = '',
    manifest?: Manifest,
    private readonly beside: BesideConfig = {},
  ) {
    this.manifest = manifest;
    const own = read(text);
    const shared = beside.shared?.manifest && read(textOf(beside.shared.manifest.object));
    this.unreadable = own.problem ?? shared?.problem;
    if (this.unreadable !== undefined) this.fields = new FieldReader({});
    else this.fields = shared ? laidOver(shared.fields, own.fields) : own.fields;
  }

  /**
   * The configuration that istiod reads: the ConfigMap `istio`, or `istio-` and its revision, in its own namespace, and no
   * other of that name; without one, what an installer is given for it. Source: Istio `getMeshConfigMapName`.
   */
  static of(objects: Objects): MeshConfig {
    const namespace = controlPlaneNamespace(objects);
    const all = objects.ofKind('', 'ConfigMap').filter(({ object }) => namespaceOf(object) === namespace && isMeshConfig(object));
    const shared = sharedConfigOf(objects, namespace);
    const found = all.filter((each) => each !== shared?.manifest);
    const named = (name: string) => found.find(({ object }) => object.metadata.name === name);
    const used = named(configMapOf(onlyRevision(objects, namespace))) ?? named(configMapName) ?? found[0];
    if (!used) {
      const declared = declaredConfig(objects);
      return new MeshConfig(declared?.text, declared?.manifest ?? shared?.manifest, { shared });
    }
    const others = found.filter((each) => each !== used && textOf(each.object) !== textOf(used.object));
    return new MeshConfig(textOf(used.object), used, { shared, others });
  }

  /** Istio's root namespace: policies there hold for the whole mesh. */
  get rootNamespace(): string {
    return this.fields.at('rootNamespace').text || defaultRootNamespace;
  }

  /** May sidecars call hosts the mesh does not know? */
  get outboundTrafficPolicy(): 'ALLOW_ANY' | 'REGISTRY_ONLY' {
    return this.fields.at('outboundTrafficPolicy', 'mode').text === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY';
  }

  /** To which namespaces resources of a kind are exported that say nothing themselves; none: everywhere. */
  exportedByDefault(kind: 'Service' | 'VirtualService' | 'DestinationRule'): readonly string[] {
    return this.fields.at(`default${kind}ExportTo`).texts;
  }

  /** How proxies normalize paths before policies and routes read them. Source: Istio `ProxyPathNormalization`. */
  get pathNormalization(): PathNormalization {
    const written = this.fields.at('pathNormalization', 'normalization').text;
    return written === 'NONE' || written === 'MERGE_SLASHES' || written === 'DECODE_AND_MERGE_SLASHES' ? written : 'BASE';
  }

  /** Fields that are set and could change an answer, and are not evaluated. */
  get notEvaluated(): readonly string[] {
    const { shared, others = [] } = this.beside;
    if (this.unreadable !== undefined) return [`the mesh configuration: it cannot be read (${this.unreadable})`];
    return [
      ...this.fields.entries.flatMap(([name]) => (understood.has(name) ? [] : [`\`${name}\` of the mesh configuration`])),
      ...(shared?.undecided === undefined ? [] : [shared.undecided]),
      ...others.map(({ object }) => `ConfigMap ${qualifiedName(object)} configures the proxies of another revision`),
    ];
  }

  /** Do sidecars encrypt by themselves what they send to sidecars? */
  get autoMtls(): boolean {
    return this.fields.at('enableAutoMtls').value !== false;
  }

  /** Do sidecars answer DNS, with an address for each ServiceEntry that has none? */
  get capturesDns(): boolean {
    return this.fields.at('defaultConfig', 'proxyMetadata', 'ISTIO_META_DNS_CAPTURE').text === 'true';
  }

  /** Which Ingresses istiod serves: none, those of its class, or those without a class too. */
  get ingressControllerMode(): 'OFF' | 'STRICT' | 'DEFAULT' {
    const mode = this.fields.at('ingressControllerMode').text;
    return mode === 'OFF' || mode === 'DEFAULT' ? mode : 'STRICT';
  }

  /** The value of the annotation `kubernetes.io/ingress.class` by which istiod knows its Ingresses. */
  get ingressClass(): string {
    const written = this.fields.at('ingressClass');
    return written.exists ? written.text : 'istio';
  }

  /** The value of the label `istio` of the pods that serve Ingresses. Source: Istio `getIngressGatewaySelector`. */
  get ingressGatewayLabel(): string {
    const service = this.fields.at('ingressService').text;
    const own = service === '' || service === defaultIngressService ? ingressGatewayLabels.istio : service;
    return this.fields.at('ingressSelector').text || own;
  }

  /** The name of the Service of the ingress gateway that Istio itself serves `Ingress` with; undefined when turned off. */
  get ingressService(): string | undefined {
    if (this.fields.at('ingressControllerMode').text === 'OFF') return undefined;
    return this.fields.at('ingressService').text || defaultIngressService;
  }
}

function read(text: string): { readonly fields: FieldReader; readonly problem?: string } {
  try {
    const fields = new FieldReader(text.trim() === '' ? {} : (readYaml(text).value ?? {}));
    return { fields, problem: shapeProblem(fields) };
  } catch (error) {
    return { fields: new FieldReader({}), problem: (error as Error).message.split('\n')[0] };
  }
}

function isMeshConfig(object: KubernetesObject): boolean {
  const { name } = object.metadata;
  return name === configMapName || (name.startsWith(`${configMapName}-`) && new FieldReader(object).at('data', 'mesh').exists);
}

function textOf(object: KubernetesObject): string {
  return new FieldReader(object).at('data', 'mesh').text;
}

function configMapOf(revision: string): string {
  return revision === '' || revision === 'default' ? configMapName : `${configMapName}-${revision}`;
}

/** The revision of istiod, where the manifests hold one istiod; '' for none. */
function onlyRevision(objects: Objects, namespace: string): string {
  const [only, ...more] = istiodsOf(objects).filter(({ object }) => namespaceOf(object) === namespace);
  return only && more.length === 0 ? (only.object.metadata.labels?.['istio.io/rev'] ?? '') : '';
}

/** The namespace istiod runs in: that of a Deployment of istiod among the manifests, else Istio's default. */
function controlPlaneNamespace(objects: Objects): string {
  const [istiod] = istiodsOf(objects);
  if (istiod) return namespaceOf(istiod.object);
  const configurations = objects.ofKind('', 'ConfigMap').filter(({ object }) => object.metadata.name === configMapName);
  if (configurations.some(({ object }) => namespaceOf(object) === defaultRootNamespace)) return defaultRootNamespace;
  const own = configurations.find(({ object }) => namespaceOf(object) === rootNamespaceIn(object));
  return own ? namespaceOf(own.object) : defaultRootNamespace;
}

/** A configuration that names its own namespace as the root namespace is that of an istiod that runs there. */
function rootNamespaceIn(object: KubernetesObject): string {
  return new MeshConfig(new FieldReader(object).at('data', 'mesh').text).fields.at('rootNamespace').text;
}

/** The ConfigMap that holds mesh configuration and networks given as files of their own. */
export function meshConfigMap(data: { readonly mesh?: string; readonly meshNetworks?: string }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMapName, namespace: defaultRootNamespace }, data };
}
