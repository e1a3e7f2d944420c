import { ProofError } from '../errors';
import type { Target } from './target';

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

interface DiscoveryList {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly scope: string;
        readonly responseKind?: { readonly kind: string };
      }[];
    }[];
  }[];
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Where the API server keeps each kind. Asked once, and again when a kind is not known yet (its CRD may be new). */
export class Discovery {
  private known = new Map<string, Resource>();

  constructor(private readonly fetch: (path: string, accept: string) => Promise<{ readonly body: string }>) {}

  /** The path of an object, or of its kind's list when it has no name. @throws ProofError for a kind that the server does not serve */
  async path({ apiVersion, kind, name, namespace }: Target): Promise<string> {
    const resource = this.known.get(key(apiVersion, kind)) ?? (await this.learn(apiVersion, kind));
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const inNamespace = resource.namespaced && (name !== undefined || namespace !== undefined);
    const scope = inNamespace ? `/namespaces/${namespace ?? 'default'}` : '';
    return `${root}${scope}/${resource.plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
  }

  private async learn(apiVersion: string, kind: string): Promise<Resource> {
    const answers = await Promise.all(['/api', '/apis'].map((path) => this.fetch(path, aggregated)));
    for (const { body } of answers) this.remember(JSON.parse(body) as DiscoveryList);
    const found = this.known.get(key(apiVersion, kind));
    if (!found) throw new ProofError(`the API server serves no \`${kind}\` of \`${apiVersion}\``);
    return found;
  }

  private remember({ items }: DiscoveryList): void {
    for (const { metadata, versions } of items) {
      for (const { version, resources = [] } of versions) {
        const apiVersion = metadata.name ? `${metadata.name}/${version}` : version;
        for (const { resource, scope, responseKind } of resources) {
          if (responseKind) this.known.set(key(apiVersion, responseKind.kind), { plural: resource, namespaced: scope === 'Namespaced' });
        }
      }
    }
  }
}

function key(apiVersion: string, kind: string): string {
  return `${apiVersion} ${kind}`;
}
