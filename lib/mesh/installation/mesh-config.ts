import { load } from 'js-yaml';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { kubernetesSchema } from '../../manifest/yaml-schema';

const configMapName = 'istio';
const defaultRootNamespace = 'istio-system';

/** What the mesh-wide configuration says, as far as rules ask. Source: Istio `MeshConfig`, in the ConfigMap `istio`. */
export class MeshConfig {
  /** The whole configuration. */
  readonly fields: FieldReader;

  constructor(text = '') {
    this.fields = new FieldReader(parse(text));
  }

  /** The configuration that a set of manifests holds; Istio's defaults when it holds none. */
  static of(manifests: readonly Manifest[]): MeshConfig {
    const found = manifests.findLast(({ object }) => object.kind === 'ConfigMap' && object.metadata.name === configMapName);
    return new MeshConfig(found && new FieldReader(found.object).at('data', 'mesh').text);
  }

  get rootNamespace(): string {
    return this.fields.at('rootNamespace').text || defaultRootNamespace;
  }

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

/** The ConfigMap that holds mesh configuration and networks given as files of their own. */
export function meshConfigMap(data: { readonly mesh?: string; readonly meshNetworks?: string }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMapName, namespace: defaultRootNamespace }, data };
}

function parse(text: string): unknown {
  try {
    return load(text === '' ? '{}' : text, { schema: kubernetesSchema });
  } catch {
    return {};
  }
}
