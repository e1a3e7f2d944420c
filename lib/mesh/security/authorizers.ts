import type { FieldReader } from '../../manifest/field';
import type { IstiodVariables } from '../installation/istiod-variables';
import type { MeshConfig } from '../installation/mesh-config';
import type { Objects } from '../objects';
import type { ServiceIndex } from '../services/services';

/** What istiod makes of the extension provider that a CUSTOM policy names. */
export type Authorizer =
  /** Asked over gRPC, or over HTTP, which it cannot be about connections. */
  | { readonly kind: 'grpc' | 'http' }
  /** istiod cannot use it, so proxies deny what the rules match. */
  | { readonly kind: 'unusable'; readonly why: string }
  /** Whether istiod can use it is not known. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Statuses that Envoy can answer where the authorizer cannot be asked. Source: Envoy `StatusCode`. */
const statuses: ReadonlySet<number> = new Set([
  ...[0, 100, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307, 308],
  ...Array.from({ length: 18 }, (_, index) => 400 + index),
  ...[421, 422, 423, 424, 426, 428, 429, 431, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511],
]);

const several = 'PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS';

/** What the external authorizers of one mesh are made from. */
export interface AuthorizerFacts {
  readonly config: MeshConfig;
  readonly services: ServiceIndex;
  readonly objects: Objects;
  readonly variables: IstiodVariables;
  /** Do the manifests hold everything there is? */
  readonly complete: boolean;
}

/** The external authorizers of the mesh configuration. Source: Istio `processExtensionProvider`. */
export class Authorizers {
  private readonly known = new Map<string, Authorizer>();

  constructor(private readonly facts: AuthorizerFacts) {}

  /** May policies of several providers hold at one proxy? Otherwise all of their rules deny. Source: istiod's `PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS`. */
  get allowsSeveral(): boolean {
    return this.facts.variables.isOn(several);
  }

  /** What becomes of the provider of that name. */
  of(name: string): Authorizer {
    const known = this.known.get(name) ?? this.read(name);
    this.known.set(name, known);
    return known;
  }

  private read(name: string): Authorizer {
    const { config } = this.facts;
    if (!config.manifest || config.unreadable !== undefined)
      return { kind: 'unknown', why: 'the manifests hold no mesh configuration that could be read' };
    // of providers of one name the last one counts
    const provider = config.fields.at('extensionProviders').items.findLast((each) => each.at('name').text === name);
    const http = provider && either(provider, 'envoyExtAuthzHttp', 'envoy_ext_authz_http');
    const grpc = provider && either(provider, 'envoyExtAuthzGrpc', 'envoy_ext_authz_grpc');
    const written = http ?? grpc;
    if (!provider) return unusable('the mesh configuration has no such provider');
    if (!written) return unusable('the provider of that name in the mesh configuration is no external authorizer');
    const why = nameProblem(name) ?? fieldProblem(written, http !== undefined) ?? this.serviceProblem(written.at('service').text);
    return why ?? { kind: http ? 'http' : 'grpc' };
  }

  /** Source: Istio `LookupCluster`: the port is not looked at. */
  private serviceProblem(written: string): Authorizer | undefined {
    const [first = '', second, ...more] = written.split('/');
    const [namespace, host] = second === undefined ? [undefined, first] : [first, second];
    const found = more.length > 0 ? [] : this.facts.services.withHost(host);
    const namespaces = new Set(found.map((service) => service.namespace).filter((own) => namespace === undefined || own === namespace));
    if (namespaces.size > 1)
      return unusable(`several namespaces have its service \`${host}\`: \`service\` must say which, as \`<namespace>/${host}\``);
    if (namespaces.size === 1) return undefined;
    if (this.facts.complete || more.length > 0 || !host.includes('.') || this.holdsNamespaceOf(host))
      return unusable(`the mesh has no service \`${written}\`, which its provider names`);
    return { kind: 'unknown', why: `the service \`${written}\` of its provider is not among the manifests; without it proxies deny` };
  }

  /** Is anything of the namespace among the manifests, so that its Services are too? */
  private holdsNamespaceOf(host: string): boolean {
    const [, namespace, svc] = host.split('.');
    return svc === 'svc' && this.facts.services.all.some((service) => service.registry === 'kubernetes' && service.namespace === namespace);
  }
}

function unusable(why: string): Authorizer {
  return { kind: 'unusable', why };
}

/** A field by either of the names that istiod reads it under. */
function either(provider: FieldReader, ...names: readonly string[]): FieldReader | undefined {
  return names.map((name) => provider.at(name)).find(({ exists }) => exists);
}

/** Source: Istio `validateProviderName`. */
function nameProblem(name: string): Authorizer | undefined {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return unusable('a provider needs a name of lower case letters, digits and hyphens, of at most 63 characters');
}

const listsOfHeaders = [
  ...['includeRequestHeadersInCheck', 'includeHeadersInCheck', 'headersToDownstreamOnDeny'],
  ...['headersToDownstreamOnAllow', 'headersToUpstreamOnAllow'],
];

/** Source: Istio `buildExtAuthzHTTP` and `buildExtAuthzGRPC`. */
function fieldProblem(provider: FieldReader, isHttp: boolean): Authorizer | undefined {
  const port = Number(provider.at('port').value ?? 0);
  if (!Number.isInteger(port) || port < 1 || port > 65535) return unusable(`its provider has no port between 1 and 65535`);
  const status = (either(provider, 'statusOnError', 'status_on_error') ?? provider.at('statusOnError')).text;
  if (status !== '' && !(/^[+-]?\d+$/.test(status) && statuses.has(Number(status))))
    return unusable(`\`statusOnError: ${status}\` of its provider is no status that Envoy knows`);
  if (!isHttp) return undefined;
  const prefix = (either(provider, 'pathPrefix', 'path_prefix') ?? provider.at('pathPrefix')).text;
  if (prefix !== '' && !prefix.startsWith('/')) return unusable(`\`pathPrefix: ${prefix}\` of its provider does not begin with \`/\``);
  const wide = listsOfHeaders.find((field) => provider.at(field).texts.includes('*'));
  return wide === undefined ? undefined : unusable(`\`${wide}\` of its provider has a lone \`*\``);
}
