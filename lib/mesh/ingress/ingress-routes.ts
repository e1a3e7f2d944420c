import { namespaceOf, serviceHost } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { byCreation } from '../order';
import type { ConvertedRule } from '../routing/converted';
import type { StringMatch } from '../routing/virtual-service-spec';
import type { ServiceIndex } from '../services/services';

/** The rules of all Ingresses for one host. */
export interface HostRules {
  readonly host: string;
  /** The Ingress that was there first: the VirtualService is bound to its Gateway alone. */
  readonly first: Manifest;
  readonly rules: readonly ConvertedRule[];
}

interface WrittenRule {
  readonly ingress: Manifest;
  readonly rule: FieldReader;
}

/** What the backends of rules are looked up in. */
export interface BackendLookup {
  readonly services: ServiceIndex;
  /** The DNS suffix of the cluster. */
  readonly clusterDomain: string;
}

/** The rules of Ingresses by host, in the order they are tried. Source: Istio `kube/ingress/virtualservices.go`. */
export function rulesByHost(ingresses: readonly Manifest[], lookup: BackendLookup): readonly HostRules[] {
  const written = new Map<string, WrittenRule[]>();
  for (const ingress of [...ingresses].sort((one, other) => byCreation(one.object, other.object))) {
    for (const rule of new FieldReader(ingress.object).at('spec', 'rules').items) {
      if (!rule.at('http').exists) continue;
      const host = rule.at('host').text || '*';
      written.set(host, [...(written.get(host) ?? []), { ingress, rule }]);
    }
  }
  return [...written].map(([host, all]) => ({
    host,
    first: (all[0] as WrittenRule).ingress,
    rules: all.flatMap((each) => rulesOf(each, lookup)).sort(byPrecedence),
  }));
}

function rulesOf({ ingress, rule }: WrittenRule, lookup: BackendLookup): ConvertedRule[] {
  return rule.at('http', 'paths').items.flatMap((entry) => {
    const destination = destinationOf(entry.at('backend', 'service'), namespaceOf(ingress.object), lookup);
    if (!destination) return [];
    const uri = uriMatch(entry.at('path').text, entry.at('pathType').text);
    const place = { manifest: ingress, path: entry.path };
    const route = [{ destination, weight: 100 }];
    return [{ spec: { ...(uri ? { match: [{ uri }] } : {}), route }, place, matchPlaces: uri ? [place] : [] }];
  });
}

/** Undefined for a backend that istiod passes over: a resource, or a port whose name the Service does not have. */
function destinationOf(service: FieldReader, namespace: string, { services, clusterDomain }: BackendLookup) {
  const name = service.at('name').text;
  if (name === '') return undefined;
  const host = serviceHost(name, namespace, clusterDomain);
  const port = service.at('port', 'number').number;
  if (port) return { host, port: { number: port } };
  const declared = services.inNamespace(host, namespace);
  const named = declared?.registry === 'kubernetes' && declared.ports.find((each) => each.name === service.at('port', 'name').text);
  return named ? { host, port: { number: named.number } } : undefined;
}

/** Undefined where every path fits. Source: Istio `createFallbackStringMatch`. */
function uriMatch(path: string, type: string): StringMatch | undefined {
  if (type === 'Exact') return { exact: path };
  if (type === 'Prefix') return { prefix: path };
  if (['', '*', '/*', '.*'].includes(path)) return undefined;
  const prefix = /^(.*)[./]\*$/s.exec(path)?.[1];
  return prefix === undefined ? { exact: path } : { prefix };
}

/** The longer path, then the exact one, whatever Ingress it is of; a rule for every path counts as an empty one. Source: Istio `sortHTTPRoutes`. */
function byPrecedence(one: ConvertedRule, other: ConvertedRule): number {
  const [a, b] = [pathOf(one), pathOf(other)];
  return b.length - a.length || Number(b.isExact) - Number(a.isExact);
}

function pathOf({ spec }: ConvertedRule): { readonly length: number; readonly isExact: boolean } {
  const { exact, prefix = '' } = spec.match?.[0]?.uri ?? {};
  return { length: Buffer.byteLength(exact ?? prefix), isExact: exact !== undefined };
}
