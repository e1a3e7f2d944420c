import type { Finding } from '../check/finding';
import { qualifiedName } from '../istio/names';
import type { Mesh } from '../mesh/mesh';
import type { Service, ServicePort } from '../mesh/services/service';
import type { Workload } from '../mesh/workloads/workloads';
import { Calls } from './calls';
import { Drawing } from './drawing';
import { Gateways, isExposed } from './gateways';
import type { GraphEdge, GraphFinding, GraphObject, MeshGraph } from './graph';
import { serverOf } from './guards';
import { hostId, objectId, workloadId, worldId } from './ids';
import { policyShapes } from './policy-shapes';
import { acceptsPlainText, drawWorkload } from './workload-node';

/**
 * The picture of a mesh. Every edge is found by asking the routers: it holds a request, and `route` answers that request as the
 * edge says.
 *
 * @param findings what `check` reports of the same manifests
 */
export function graphOf(mesh: Mesh, findings: readonly Finding[] = []): MeshGraph {
  const drawing = new Drawing(mesh);
  const policies = policyShapes(mesh);
  new Gateways(drawing, policies).draw();
  new Calls(drawing, policies).draw();
  const written = new Set(mesh.manifests);
  for (const workload of mesh.workloads.all) if (written.has(workload.manifest)) drawWorkload(drawing, workload);
  drawExposed(drawing);
  drawRedirects(drawing);
  markPlainText(drawing);
  markWorld(drawing);
  const shown = findings.map(graphFinding);
  for (const { manifest } of findings) if (manifest) drawing.object(manifest);
  return { version: 1, ...drawing.all, objects: objectsOf(drawing), findings: shown };
}

/** Services that are open outside without a gateway. */
function drawExposed(drawing: Drawing): void {
  const { mesh } = drawing;
  for (const service of mesh.services.all) {
    if (service.registry !== 'kubernetes' || !service.selector || !isExposed(service.manifest.object)) continue;
    const pods = mesh.workloads.select(service.namespace, service.selector);
    const to = `service ${service.namespace}/${service.name}`;
    if (pods.length === 0 || pods.some((workload) => serverOf(mesh, workload).isGateway) || !drawing.has(to)) continue;
    drawing.node({ id: worldId, kind: 'world', name: 'the world', details: ['clients outside the mesh'] });
    drawing.edge({ kind: 'exposed', from: worldId, to, status: 200, reason: 'its Service is open outside without a gateway' });
    drawing.amend(to, { marks: ['open without a gateway'] });
  }
}

function drawRedirects(drawing: Drawing): void {
  const hosts = drawing.all.nodes.filter(({ kind }) => kind === 'host');
  for (const { from, at, location, status, request } of drawing.redirects) {
    const url = /^https?:\/\/[^/]+/.exec(location)?.[0] ?? '';
    const to = hosts.find(({ id }) => id === hostId(at, url));
    if (to && to.id !== from) drawing.edge({ kind: 'redirect', from, to: to.id, status, reason: `to ${location}`, request });
  }
}

function markPlainText(drawing: Drawing): void {
  const { mesh } = drawing;
  const ports = new Map<Workload, [Service, ServicePort, number][]>();
  for (const service of mesh.services.all) {
    if (service.registry !== 'kubernetes') continue;
    for (const port of service.ports)
      for (const { workload, port: target } of mesh.endpoints.of(service, port))
        if (workload) ports.set(workload, [...(ports.get(workload) ?? []), [service, port, target]]);
  }
  for (const [workload, own] of ports) {
    const { isGateway, proxy } = serverOf(mesh, workload);
    if (isGateway || proxy.kind === 'none' || !drawing.has(workloadId(workload))) continue;
    if (acceptsPlainText(drawing, workload, own)) drawing.amend(workloadId(workload), { marks: ['accepts plain text'] });
  }
}

/** Marks what a request of a client outside comes to: over every edge that is answered, but not on from a program to what it calls. */
function markWorld(drawing: Drawing): void {
  const { edges } = drawing.all;
  const leaving = new Map<string, GraphEdge[]>();
  for (const edge of edges) leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge]);
  const reached = new Set<string>();
  const open = drawing.has(worldId) ? [worldId] : [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    drawing.amend(id, { fromWorld: true });
    for (const edge of leaving.get(id) ?? []) if (leads(edge) && !drawing.meshOnly.has(edge.to)) open.push(edge.to);
  }
}

/** A copy is a request too; a redirect leaves the next request to the client, which finds its own way in. */
function leads({ kind, status }: GraphEdge): boolean {
  return kind !== 'call' && kind !== 'redirect' && status !== 'error' && status < 400;
}

function graphFinding({ code, level, manifest, message, why, fix, position }: Finding): GraphFinding {
  return {
    code,
    level,
    ...(manifest ? { object: objectId(manifest.object) } : {}),
    message,
    ...(why ? { why } : {}),
    ...(fix ? { fix } : {}),
    ...(position ? { file: position.file, line: position.line } : {}),
  };
}

function objectsOf({ manifests }: Drawing): readonly GraphObject[] {
  return [...manifests]
    .map(([id, { object, source }]): GraphObject => {
      const position = source.position([]);
      const [namespace = '', name = ''] = qualifiedName(object).split('/');
      return { id, kind: object.kind, namespace, name, ...(position ? { file: position.file, line: position.line } : {}) };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
