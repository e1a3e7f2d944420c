import { namespaceOf, serviceHost } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import type { ServiceIndex } from '../services/services';
import type { Problem, Reason } from './objects';
import { missingGrant, type ReferenceGrants } from './reference-grants';

/** What the backends of a route are looked up in. */
export interface BackendContext {
  readonly objects: Objects;
  readonly services: ServiceIndex;
  readonly grants: ReferenceGrants;
  /** The DNS suffix of the cluster. */
  readonly domain: string;
}

export interface Destination {
  readonly host?: string;
  readonly port?: { readonly number: number };
}

/** The problems of one route, as it is translated for its parents. */
export class RouteReport {
  readonly problems: Problem[] = [];
  /** Is it so wrong that istiod makes nothing of the route? */
  isHopeless = false;

  constructor(
    readonly manifest: Manifest,
    /** Inside the mesh, Istio asks for no ReferenceGrant. */
    readonly isMesh: boolean,
  ) {}

  /** A mirror that cannot be used is left out of an HTTPRoute, and leaves nothing of a GRPCRoute. Source: Istio `convertGRPCRoute`. */
  ofMirror<T>(read: () => T): T {
    const { isHopeless } = this;
    const before = this.problems.length;
    const found = read();
    this.isHopeless = isHopeless || (this.manifest.object.kind === 'GRPCRoute' && this.problems.length > before);
    return found;
  }

  add(reason: Reason, field: FieldReader, message: string): void {
    this.problems.push({ manifest: this.manifest, path: field.path, reason, message });
  }

  fail(reason: Reason, field: FieldReader, message: string): void {
    this.isHopeless = true;
    this.add(reason, field, message);
  }
}

/** Backends as destinations; one that may not or cannot be used leads nowhere. Source: Istio `buildDestination`. */
export class Backends {
  constructor(private readonly context: BackendContext) {}

  /** The destination of one reference. */
  destination(reference: FieldReader, report: RouteReport): Destination {
    const { object } = report.manifest;
    const own = namespaceOf(object);
    const group = reference.at('group').text;
    const kind = reference.at('kind').text || 'Service';
    const name = reference.at('name').text;
    const namespace = reference.at('namespace').text || own;
    const [from, to] = [
      { kind: object.kind, namespace: own },
      { group, kind, namespace, name },
    ];
    if (!report.isMesh && !this.context.grants.allow(from, to)) {
      report.problems.push({ manifest: report.manifest, path: reference.path, reason: 'RefNotPermitted', ...missingGrant(from, to) });
      return {};
    }
    const host = this.hostOf({ group, kind, name, namespace }, reference, report);
    const port = reference.at('port').number;
    if (host === undefined) return {};
    if (port === undefined) report.fail('UnsupportedValue', reference, 'a backend needs a `port`');
    return { host, port: { number: port ?? 0 } };
  }

  private hostOf(
    { group, kind, name, namespace }: Readonly<Record<'group' | 'kind' | 'name' | 'namespace', string>>,
    reference: FieldReader,
    report: RouteReport,
  ): string | undefined {
    if (group === 'networking.istio.io' && kind === 'Hostname') {
      if (reference.at('namespace').exists)
        report.fail('UnsupportedValue', reference.at('namespace'), 'a backend of kind `Hostname` has no `namespace`');
      if (this.context.services.withHost(name).length === 0)
        report.add('BackendNotFound', reference.at('name'), `no Service or ServiceEntry has the host \`${name}\``);
      return name;
    }
    const isService = (group === '' && kind === 'Service') || (group === 'multicluster.x-k8s.io' && kind === 'ServiceImport');
    if (!isService) {
      report.add('InvalidKind', reference.at('kind'), `Istio sends requests to no ${kind}${group ? ` of \`${group}\`` : ''}`);
      return undefined;
    }
    if (name.includes('.'))
      report.fail('UnsupportedValue', reference.at('name'), `\`${name}\` is a host name: write the name of the Service`);
    if (!this.context.objects.find('', 'Service', { namespace, name }))
      report.add('BackendNotFound', reference.at('name'), `no Service \`${name}\` is in namespace \`${namespace}\``);
    return serviceHost(name, namespace, this.context.domain);
  }

  /** The backends of a rule that get any requests, with their weight; none if all have weight 0. */
  weighted(
    rule: FieldReader,
    report: RouteReport,
  ): { readonly backend: FieldReader; readonly destination: Destination; weight?: number }[] {
    const used = rule.at('backendRefs').items.filter((backend) => weightOf(backend) !== 0);
    return used.map((backend) => ({
      backend,
      destination: this.destination(backend, report),
      ...(used.length === 1 ? {} : { weight: weightOf(backend) }),
    }));
  }
}

function weightOf(backend: FieldReader): number {
  return backend.at('weight').number ?? 1;
}
