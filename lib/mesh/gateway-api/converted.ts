import { namespaceOf, serviceHost } from '../../istio/names';
import type { KubernetesObject } from '../../istio/objects';
import { FieldReader } from '../../manifest/field';
import type { FieldPath, Manifest, Source } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { type ConvertedRule, httpRulesOf, inOrder } from './http-rules';
import { allowsRoute, gatewayApi, isGranted, isParent, type Listener, listenersOf, parentRefsOf, sharedHostnames } from './listeners';

/** Gateways and VirtualServices that Gateway API objects mean; positions are those of the originals. */
export interface Converted {
  readonly gateways: readonly Manifest[];
  readonly virtualServices: readonly Manifest[];
}

/** Routes that end up as one VirtualService: those of one gateway, or of one Service, that share a host. */
interface Group {
  readonly gateways: readonly string[];
  readonly host: string;
  readonly namespace: string;
  /** Routes that only callers of their own namespace follow. */
  readonly exportTo: readonly string[] | undefined;
  readonly routes: { readonly manifest: Manifest; readonly port: number | undefined }[];
}

/** What istiod makes of the Gateway API: objects of its own, which routers then read as any other. Source: Istio `pilot/pkg/config/kube/gateway`. */
export function convert(objects: Objects): Converted {
  const listeners = listenersOf(objects);
  const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].flatMap((kind) => objects.ofKind(gatewayApi, kind));
  const groups = new Map<string, Group>();
  for (const route of routes) for (const group of groupsOf(route, listeners, objects)) addTo(groups, group);
  return {
    gateways: listeners.filter((listener) => isServed(listener, objects)).map(gatewayOf),
    virtualServices: [...groups.values()].map((group, index) => virtualServiceOf(group, objects, index)),
  };
}

/** A listener without its certificate is not opened. */
function isServed({ fields, manifest, namespace }: Listener, objects: Objects): boolean {
  return fields
    .at('tls', 'certificateRefs')
    .items.every((ref) =>
      isGranted(
        objects,
        { kind: manifest.object.kind, namespace },
        { kind: 'Secret', namespace: ref.at('namespace').text || namespace, name: ref.at('name').text },
      ),
    );
}

function gatewayOf({ manifest, index, port, protocol, hostname, fields, selector, podNamespace, istioName, name }: Listener): Manifest {
  const passthrough = fields.at('tls', 'mode').text === 'Passthrough';
  const [secret] = fields.at('tls', 'certificateRefs').items.map((ref) => ref.at('name').text);
  const tls =
    protocol === 'HTTPS' || protocol === 'TLS'
      ? { mode: passthrough ? 'PASSTHROUGH' : 'SIMPLE', ...(secret && !passthrough ? { credentialName: secret } : {}) }
      : undefined;
  const [namespace = '', given = ''] = istioName.split('/');
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { ...manifest.object.metadata, name: given, namespace, annotations: { 'internal.istio.io/pod-namespace': podNamespace } },
    spec: {
      selector,
      servers: [{ name, port: { number: port, name, protocol }, hosts: [`*/${hostname || '*'}`], ...(tls ? { tls } : {}) }],
    },
  };
  return { object, source: at(manifest.source, () => ['spec', 'listeners', index]) };
}

function* groupsOf(route: Manifest, listeners: readonly Listener[], objects: Objects): Generator<Group> {
  const own = namespaceOf(route.object);
  const hostnames = new FieldReader(route.object).at('spec', 'hostnames').texts.map((host) => host.toLowerCase());
  for (const parent of parentRefsOf(route)) {
    if (parent.kind === 'Service') {
      const host = serviceHost(parent.name, parent.namespace);
      const exportTo = parent.namespace === own ? undefined : ['.'];
      yield { gateways: ['mesh'], host, namespace: own, exportTo, routes: [{ manifest: route, port: parent.port }] };
      continue;
    }
    for (const listener of listeners.filter((each) => isParent(parent, each) && allowsRoute(each, route, objects))) {
      for (const host of sharedHostnames(hostnames, listener.hostname)) {
        yield { gateways: [listener.istioName], host, namespace: own, exportTo: undefined, routes: [{ manifest: route, port: undefined }] };
      }
    }
  }
}

function addTo(groups: Map<string, Group>, group: Group): void {
  const key = [
    group.gateways,
    group.host,
    group.exportTo ? group.namespace : '',
    group.routes[0]?.manifest.object.kind === 'TLSRoute',
  ].join(' ');
  const known = groups.get(key);
  if (known) known.routes.push(...group.routes.filter(({ manifest }) => known.routes.every((route) => route.manifest !== manifest)));
  else groups.set(key, { ...group, routes: [...group.routes] });
}

function virtualServiceOf({ gateways, host, namespace, exportTo, routes }: Group, objects: Objects, index: number): Manifest {
  const http = inOrder(
    routes.flatMap(({ manifest, port }) => (/^(HTTP|GRPC)Route$/.test(manifest.object.kind) ? httpRulesOf(manifest, objects, port) : [])),
  );
  const streams = routes
    .filter(({ manifest }) => /^T(LS|CP)Route$/.test(manifest.object.kind))
    .map(({ manifest }) => streamRule(manifest, host));
  const [first] = routes.map(({ manifest }) => manifest);
  const names = [...new Set(routes.map(({ manifest }) => manifest.object.metadata.name))].join('+');
  const object: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: first?.object.kind ?? 'HTTPRoute',
    metadata: {
      name: `${names}~${index}`,
      namespace,
      ...(first?.object.metadata.creationTimestamp ? { creationTimestamp: first.object.metadata.creationTimestamp } : {}),
    },
    spec: {
      hosts: [host],
      gateways,
      ...(exportTo ? { exportTo } : {}),
      ...(http.length > 0 ? { http: http.map(({ rule }) => rule) } : {}),
      ...Object.fromEntries(streams.map(({ kind, rule }) => [kind, [rule]])),
    },
  };
  return { object, source: sourceOfRules(http, first) };
}

/** A TLSRoute or TCPRoute has one rule. */
function streamRule(manifest: Manifest, host: string): { readonly kind: 'tls' | 'tcp'; readonly rule: object } {
  const backends = new FieldReader(manifest.object).at('spec', 'rules').items.flatMap((rule) => rule.at('backendRefs').items);
  const route = backends.map((ref) => ({
    destination: {
      host: serviceHost(ref.at('name').text, ref.at('namespace').text || namespaceOf(manifest.object)),
      port: { number: ref.at('port').number ?? 0 },
    },
    ...(backends.length > 1 ? { weight: ref.at('weight').number ?? 1 } : {}),
  }));
  return manifest.object.kind === 'TLSRoute'
    ? { kind: 'tls', rule: { match: [{ sniHosts: [host] }], route } }
    : { kind: 'tcp', rule: { route } };
}

/** A place in a converted rule is that of the match it comes from, which may be in any of several routes. */
function sourceOfRules(rules: readonly ConvertedRule[], first: Manifest | undefined): Source {
  const original = (path: FieldPath) => {
    const rule = path[1] === 'http' && typeof path[2] === 'number' ? rules[path[2]] : undefined;
    return rule ? rule.manifest.source.position(rule.path) : first?.source.position(['spec']);
  };
  return { file: first?.source.file, construct: first?.source.construct, position: original, line: (number) => first?.source.line(number) };
}

function at(source: Source, place: (path: FieldPath) => FieldPath): Source {
  return {
    file: source.file,
    construct: source.construct,
    position: (path) => source.position(place(path)),
    line: (number) => source.line(number),
  };
}
