import { covers } from '../../istio/hosts';
import { namespaceOf, qualifiedName, serviceHost } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';

/** A route of another API that istiod translates, and that is not evaluated here. */
interface UnevaluatedRoute {
  readonly text: string;
  /** Host names it is for; empty: any. */
  readonly hosts: readonly string[];
  /** Hosts of the Services it is attached to. */
  readonly services: readonly string[];
}

const gatewayApi = 'gateway.networking.k8s.io';

const none: readonly string[] = [];

/** Routes of the Gateway API and Ingresses. */
export class UnevaluatedRoutes {
  private readonly all: readonly UnevaluatedRoute[];

  constructor(objects: Objects) {
    const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute'].flatMap((kind) => objects.ofKind(gatewayApi, kind));
    this.all = [...routes.map(routeOf), ...objects.ofKind('networking.k8s.io', 'Ingress').flatMap(ingressOf)];
  }

  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** Routes that may take a request for a host that comes from outside. */
  forHost(domain: string): readonly string[] {
    if (this.isEmpty) return none;
    const fits = ({ hosts, services }: UnevaluatedRoute) =>
      services.length === 0 && (hosts.length === 0 || hosts.some((host) => covers(host, domain)));
    return this.all.filter(fits).map(({ text }) => text);
  }

  /** Routes that may take calls of a Service inside the mesh. */
  forService(host: string): readonly string[] {
    return this.all.filter(({ services }) => services.includes(host)).map(({ text }) => text);
  }
}

function routeOf({ object }: Manifest): UnevaluatedRoute {
  const spec = new FieldReader(object).at('spec');
  const services = spec
    .at('parentRefs')
    .items.filter((parent) => parent.at('kind').text === 'Service')
    .map((parent) => serviceHost(parent.at('name').text, parent.at('namespace').text || namespaceOf(object)));
  return { text: `${object.kind} ${qualifiedName(object)}`, hosts: spec.at('hostnames').texts.map((host) => host.toLowerCase()), services };
}

function ingressOf({ object }: Manifest): UnevaluatedRoute[] {
  const spec = new FieldReader(object).at('spec');
  const name = spec.at('ingressClassName').text || object.metadata.annotations?.['kubernetes.io/ingress.class'];
  if (name !== undefined && name !== 'istio') return [];
  const hosts = spec.at('rules').items.map((rule) => rule.at('host').text);
  return [{ text: `Ingress ${qualifiedName(object)}`, hosts: hosts.includes('') ? [] : hosts, services: [] }];
}
