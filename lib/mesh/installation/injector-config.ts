import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';

/** What the sidecar injector of an installation is told by its ConfigMap. */
interface InjectorConfig {
  /** Do pods get a sidecar where the namespace says nothing? */
  readonly everywhere: boolean;
  /** The image of the sidecars it injects. */
  readonly image: string;
}

const configMap = 'istio-sidecar-injector';

/** The sidecar injectors that are declared, by revision. */
export class Injectors {
  private readonly byName: ReadonlyMap<string, InjectorConfig>;

  constructor(objects: Objects) {
    this.byName = new Map(configMapsOf(objects).map((manifest) => [manifest.object.metadata.name, read(valuesOf(manifest))]));
  }

  /** The configuration of the injector of a revision, where it is declared. */
  of(revision = 'default'): InjectorConfig | undefined {
    return this.byName.get(revision === 'default' || revision === '' ? configMap : `${configMap}-${revision}`);
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

function read(fields: FieldReader): InjectorConfig {
  const image = fields.at('global', 'proxy', 'image').text;
  return {
    everywhere: fields.at('sidecarInjectorWebhook', 'enableNamespacesByDefault').value === true,
    image: image.includes('/') ? image : `${fields.at('global', 'hub').text}/${image}:${fields.at('global', 'tag').text}`,
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}
