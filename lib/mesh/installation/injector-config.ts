import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { readYaml } from '../../manifest/yaml/read-yaml';
import type { Objects } from '../objects';
import { installerValues } from './declared-config';

/** What the sidecar injector of an installation is told, by its ConfigMap or the values of an installer. */
export interface InjectorConfig {
  /** Do pods get a sidecar where the namespace says nothing? */
  readonly everywhere: boolean;
  /** The image of the sidecars it injects. */
  readonly image: string;
  /** What becomes of pods that say nothing themselves. Source: Istio `InjectionPolicy`. */
  readonly policy: 'enabled' | 'disabled';
  /** Pods that never get one, and pods that always do, unless they say otherwise. */
  readonly selectors: { readonly never: readonly FieldReader[]; readonly always: readonly FieldReader[] };
}

const configMap = 'istio-sidecar-injector';

/** The sidecar injectors that are declared, by revision. */
export class Injectors {
  private readonly byName: ReadonlyMap<string, InjectorConfig>;
  /** By revision. */
  private readonly declared: ReadonlyMap<string, InjectorConfig>;

  constructor(objects: Objects) {
    this.byName = new Map(configMapsOf(objects).map((manifest) => [manifest.object.metadata.name, readConfigMap(manifest)]));
    // the `spec` of an operator, and the values below it, are one set of values
    const declared = installerValues(objects).map(({ manifest, values }) => [revisionOf(manifest, values), values] as const);
    this.declared = new Map(declared.map(([revision, values]) => [revision, read(values)]));
  }

  /** The configuration of the injector of a revision, where it is declared. */
  of(revision = 'default'): InjectorConfig | undefined {
    const isDefault = revision === 'default' || revision === '';
    return this.byName.get(isDefault ? configMap : `${configMap}-${revision}`) ?? this.declared.get(isDefault ? '' : revision);
  }

  /** Does the installation inject where the namespace says nothing? */
  injectByDefault(revision?: string): boolean {
    return this.of(revision)?.everywhere ?? false;
  }
}

/** The values of istiod's chart, as each injector is given them. */
export function injectorValues(objects: Objects): FieldReader[] {
  return configMapsOf(objects).map(valuesOf);
}

function configMapsOf(objects: Objects): readonly Manifest[] {
  return objects.ofKind('', 'ConfigMap').filter(({ object }) => object.metadata.name.startsWith(configMap));
}

function valuesOf({ object }: Manifest): FieldReader {
  return new FieldReader(parse(new FieldReader(object).at('data', 'values').text));
}

/** The text `config` is what the injector follows; the values are what its templates are filled with. */
function readConfigMap(manifest: Manifest): InjectorConfig {
  const config = new FieldReader(parse(new FieldReader(manifest.object).at('data', 'config').text));
  const ofValues = read(valuesOf(manifest));
  if (!config.at('policy').exists) return ofValues;
  const selectors = { never: config.at('neverInjectSelector').items, always: config.at('alwaysInjectSelector').items };
  return { ...ofValues, policy: config.at('policy').text === 'enabled' ? 'enabled' : 'disabled', selectors };
}

function read(fields: FieldReader): InjectorConfig {
  const image = fields.at('global', 'proxy', 'image').text;
  const webhook = fields.at('sidecarInjectorWebhook');
  return {
    everywhere: webhook.at('enableNamespacesByDefault').value === true,
    image: image.includes('/') ? image : `${fields.at('global', 'hub').text}/${image}:${fields.at('global', 'tag').text}`,
    policy: fields.at('global', 'proxy', 'autoInject').text === 'disabled' ? 'disabled' : 'enabled',
    selectors: { never: webhook.at('neverInjectSelector').items, always: webhook.at('alwaysInjectSelector').items },
  };
}

/** The revision that an installer is given; '' for the default one. */
export function revisionOf({ object }: Manifest, values: FieldReader): string {
  const written = new FieldReader(object).at('spec', 'revision').text || values.at('revision').text;
  return written === 'default' ? '' : written;
}

/** JSON is YAML. */
function parse(text: string): unknown {
  try {
    return text.trim() === '' ? {} : readYaml(text).value;
  } catch {
    return {};
  }
}
