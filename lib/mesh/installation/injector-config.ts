import { FieldReader } from '../../manifest/field';
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
    const found = objects.ofKind('', 'ConfigMap').filter(({ object }) => object.metadata.name.startsWith(configMap));
    this.byName = new Map(found.map(({ object }) => [object.metadata.name, read(new FieldReader(object).at('data', 'values').text)]));
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

function read(values: string): InjectorConfig {
  const fields = new FieldReader(parse(values));
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
