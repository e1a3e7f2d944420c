import { FieldReader } from '../../manifest/field';
import { memo } from '../../memo';
import type { Mesh } from '../mesh';

/** What the sidecar injector of an installation is told by its ConfigMap. */
interface InjectorConfig {
  /** Do pods get a sidecar where the namespace says nothing? */
  readonly everywhere: boolean;
  /** The image of the sidecars it injects. */
  readonly image: string;
}

const configMap = 'istio-sidecar-injector';

/** The configuration of the injector of a revision, where the set holds it. */
export function injectorOf(mesh: Mesh, revision = 'default'): InjectorConfig | undefined {
  return injectors(mesh).get(revision === 'default' || revision === '' ? configMap : `${configMap}-${revision}`);
}

/** Does the installation inject where the namespace says nothing? */
export function injectsByDefault(mesh: Mesh, revision?: string): boolean {
  return injectorOf(mesh, revision)?.everywhere ?? false;
}

const injectors = memo((mesh: Mesh) => {
  const found = mesh.ofKind('', 'ConfigMap').filter(({ object }) => object.metadata.name.startsWith(configMap));
  return new Map(found.map(({ object }) => [object.metadata.name, read(new FieldReader(object).at('data', 'values').text)]));
});

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
