import { load } from 'js-yaml';
import type { KubernetesObject } from '../../istio/objects';
import { sourceOfObject } from '../../manifest/manifest';
import { PolicyIndex, type ProxyPolicies } from '../../mesh/security/policies';
import type { PolicySubject } from '../../mesh/security/policy-target';
import type { HttpAttributes, RequestAttributes } from './attributes';

/** Policies written as in a manifest, one spec or several; kind AuthorizationPolicy unless `jwtRules` is there. */
export function policiesOf(specs: string | readonly string[], subject: PolicySubject = web): ProxyPolicies {
  return policyIndex(
    [specs].flat().map((text, index) => {
      const spec = load(text) as Readonly<Record<string, unknown>>;
      const kind = 'jwtRules' in spec ? 'RequestAuthentication' : 'AuthorizationPolicy';
      return { apiVersion: 'security.istio.io/v1', kind, metadata: { name: `p${index}`, namespace: 'shop' }, spec };
    }),
  ).of(subject);
}

export function policyIndex(objects: readonly KubernetesObject[]): PolicyIndex {
  const of = (kind: string) => objects.filter((object) => object.kind === kind).map((object) => ({ object, source: sourceOfObject() }));
  return new PolicyIndex({ authorization: of('AuthorizationPolicy'), authentication: of('RequestAuthentication') }, 'istio-system');
}

export const web: PolicySubject = { namespace: 'shop', labels: { app: 'web' } };

/** A request of `shop/api` over mutual TLS, from an address that is not known. */
export function attributes(
  http: Partial<Omit<HttpAttributes, 'headers'>> & { readonly headers?: Readonly<Record<string, string>> } = {},
  more: Partial<RequestAttributes> = {},
): RequestAttributes {
  const { headers = {}, target = http.path ?? '/', ...rest } = http;
  return {
    peer: { uris: ['spiffe://cluster.local/ns/shop/sa/api'] },
    sourceIp: undefined,
    remoteIp: undefined,
    destinationIp: undefined,
    destinationPort: 8080,
    serverName: '',
    http: {
      method: 'GET',
      authority: 'web',
      path: '/',
      scheme: 'http',
      target,
      ...rest,
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
    },
    ...more,
  };
}
