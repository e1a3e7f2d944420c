import type { FieldReader } from '../../manifest/field';

/** Fields that istiod reads as a message, a list or a boolean; of any other kind, they make it reject the whole text. */
const shapes: Readonly<Record<string, 'mapping' | 'list' | 'boolean' | 'text'>> = {
  ...{ outboundTrafficPolicy: 'mapping', pathNormalization: 'mapping', defaultConfig: 'mapping', localityLbSetting: 'mapping' },
  ...{ defaultHttpRetryPolicy: 'mapping', defaultProviders: 'mapping', meshMTLS: 'mapping', tlsDefaults: 'mapping' },
  ...{ discoverySelectors: 'list', extensionProviders: 'list', trustDomainAliases: 'list', serviceSettings: 'list' },
  ...{ defaultServiceExportTo: 'list', defaultVirtualServiceExportTo: 'list', defaultDestinationRuleExportTo: 'list' },
  ...{ enableAutoMtls: 'boolean', rootNamespace: 'text', trustDomain: 'text' },
  ...{ ingressClass: 'text', ingressControllerMode: 'text', ingressService: 'text', ingressSelector: 'text' }, // an unquoted OFF is a boolean
} as const;

/** Why istiod cannot make a `MeshConfig` of it, as far as fields are concerned that facts and rules read. */
export function shapeProblem(fields: FieldReader): string | undefined {
  if (shapeOf(fields.value) !== 'mapping') return 'it is no mapping of fields';
  for (const [name, field] of fields.entries) {
    const wanted = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (wanted === undefined || field.value === null || field.value === undefined) continue;
    if (shapeOf(field.value) !== wanted) return `\`${name}\` is no ${wanted}`;
  }
  return undefined;
}

function shapeOf(value: unknown): 'mapping' | 'list' | 'boolean' | 'text' | 'number' {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' && value !== null ? 'mapping' : 'number';
}
