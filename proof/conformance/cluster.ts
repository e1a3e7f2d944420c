import type { KubernetesObject } from '../../lib/istio/objects';
import { sourceOfObject } from '../../lib/manifest/manifest';
import { gatewayName } from '../../lib/mesh/gateway-api/deployments';
import { Mesh } from '../../lib/mesh/mesh';
import { GatewayRouter } from '../../lib/route/gateway/gateway-router';
import type { Router } from '../../lib/route/router';
import { SidecarRouter } from '../../lib/route/sidecar/sidecar-router';
import type { RecordedEvent } from './recorded';

/** The objects of the suite's cluster as the tests change them, and the mesh that they make. */
export class SuiteCluster {
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly routers = new Map<string, Router>();
  private made?: Mesh;
  private seconds = 0;

  apply({ call, object }: RecordedEvent): void {
    if (!object) return;
    const key = [object.apiVersion.replace(/\/[^/]*$/, ''), object.kind, object.metadata.namespace ?? '', object.metadata.name].join(' ');
    if (call === 'delete') this.objects.delete(key);
    else this.objects.set(key, this.created(inMesh(withoutStatus(object)), this.objects.get(key)));
    this.made = undefined;
    this.routers.clear();
  }

  /** Of objects that rival each other, the one made first counts. */
  private created(object: KubernetesObject, before: KubernetesObject | undefined): KubernetesObject {
    const creationTimestamp = before?.metadata.creationTimestamp ?? new Date(this.seconds++ * 1000).toISOString();
    return { ...object, metadata: { ...object.metadata, creationTimestamp } };
  }

  get mesh(): Mesh {
    this.made ??= Mesh.load(
      [...this.objects.values()].map((object) => ({ object, source: sourceOfObject() })),
      { complete: true },
    ).mesh;
    return this.made;
  }

  /** @param address `name.namespace:port` of a Gateway */
  gateway(address: string): { readonly router: Router; readonly port: number } {
    const [, name = '', namespace = '', port = ''] = /^\[?([^[\]:]+)\.([^.:\]]+)(?::\d+\])?:(\d+)$/.exec(address) ?? [];
    const router = this.router(address, () => new GatewayRouter(this.mesh, { namespace, labels: { [gatewayName]: name } }));
    return { router, port: Number(port) };
  }

  /** @param labels of the calling pod, as `app=echo,version=v1` */
  caller(labels: string, namespace: string): Router {
    const fields = Object.fromEntries(labels.split(',').map((label) => label.split('=') as [string, string]));
    return this.router(`${namespace}/${labels}`, () => new SidecarRouter(this.mesh, { namespace, labels: fields }));
  }

  private router(key: string, make: () => Router): Router {
    const known = this.routers.get(key) ?? make();
    this.routers.set(key, known);
    return known;
  }
}

/** The API server drops the status that an update brings along. */
function withoutStatus({ status: _, ...object }: KubernetesObject): KubernetesObject {
  return object as KubernetesObject;
}

/** The namespaces of the suite's mesh have sidecars, as Istio's own run of the suite labels them. */
function inMesh(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Namespace' || !object.metadata.name.startsWith('gateway-conformance-mesh')) return object;
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'istio-injection': 'enabled' } } };
}
