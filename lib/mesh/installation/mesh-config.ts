import { defaultRootNamespace } from '../../istio/defaults';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { readYaml } from '../../manifest/yaml/read-yaml';
import type { Objects } from '../objects';

const configMapName = 'istio';

/** The mesh-wide configuration, as far as facts and rules need it. Source: Istio `MeshConfig`, in the ConfigMap `istio`. */
export class MeshConfig {
  /** The whole configuration. */
  readonly fields: FieldReader;
  /** The ConfigMap it is read from; undefined when the manifests have none, so that Istio's defaults hold. */
  readonly manifest: Manifest | undefined;
  /** Why the text cannot be read, so that what istiod does is not known; undefined when it can. */
  readonly unreadable: string | undefined;

  constructor(text = '', manifest?: Manifest) {
    this.manifest = manifest;
    try {
      this.fields = new FieldReader(text === '' ? {} : readYaml(text).value);
    } catch (error) {
      this.fields = new FieldReader({});
      this.unreadable = (error as Error).message.split('\n')[0];
    }
  }

  /** The configuration that istiod reads: the ConfigMap `istio` in its own namespace, and no other of that name. */
  static of(objects: Objects): MeshConfig {
    const found = objects.find('', 'ConfigMap', { namespace: controlPlaneNamespace(objects), name: configMapName });
    return found ? new MeshConfig(new FieldReader(found.object).at('data', 'mesh').text, found) : new MeshConfig();
  }

  /** Istio's root namespace: policies there hold for the whole mesh. */
  get rootNamespace(): string {
    return this.fields.at('rootNamespace').text || defaultRootNamespace;
  }

  /** May sidecars call hosts the mesh does not know? */
  get outboundTrafficPolicy(): 'ALLOW_ANY' | 'REGISTRY_ONLY' {
    return this.fields.at('outboundTrafficPolicy', 'mode').text === 'REGISTRY_ONLY' ? 'REGISTRY_ONLY' : 'ALLOW_ANY';
  }

  /** Do sidecars encrypt by themselves what they send to sidecars? */
  get autoMtls(): boolean {
    return this.fields.at('enableAutoMtls').value !== false;
  }

  /** The name of the Service of the ingress gateway that Istio itself serves `Ingress` with; undefined when turned off. */
  get ingressService(): string | undefined {
    if (this.fields.at('ingressControllerMode').text === 'OFF') return undefined;
    return this.fields.at('ingressService').text || 'istio-ingressgateway';
  }
}

/** The namespace istiod runs in: that of a Deployment of istiod among the manifests, else Istio's default. */
function controlPlaneNamespace(objects: Objects): string {
  const istiod = objects.ofKind('apps', 'Deployment').find(({ object }) => object.metadata.labels?.app === 'istiod');
  return istiod?.object.metadata.namespace ?? defaultRootNamespace;
}

/** The ConfigMap that holds mesh configuration and networks given as files of their own. */
export function meshConfigMap(data: { readonly mesh?: string; readonly meshNetworks?: string }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMapName, namespace: defaultRootNamespace }, data };
}
