import type { Mesh } from '../mesh/mesh';
import type { Decision } from '../route/answer/decision';
import type { Cluster } from '../route/cluster';
import { GatewayRouter } from '../route/gateway/gateway-router';
import { IngressRouter } from '../route/gateway/ingress-router';
import type { Router } from '../route/router';
import { routerOf } from '../route/router-of';
import type { AskedRequest, GraphEdge, MeshGraph } from './graph';
import { clusterId, workloadId } from './ids';

/** Who is asked, as `mesh route` finds it by `--from` and `--gateway`. */
export function routerFor(mesh: Mesh, { from, gateway }: Omit<AskedRequest, 'request'>): Router {
  if (from !== undefined) {
    const workload = mesh.workloads.all.find(({ namespace, name }) => `${namespace}/${name}` === from);
    if (!workload) throw new Error(`no workload ${from}`);
    return routerOf(mesh, workload);
  }
  if (gateway === undefined) return new IngressRouter(mesh);
  const [namespace = '', labels = ''] = gateway.split(/:(.*)/s);
  return new GatewayRouter(mesh, {
    namespace,
    labels: Object.fromEntries(labels.split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
  });
}

/** Edges that `route` does not answer as they say, each with what it answers. */
export function unanswered(mesh: Mesh, { edges }: MeshGraph): string[] {
  return edges.flatMap((edge) => {
    if (!edge.request) return edge.kind === 'exposed' ? [] : [`${edge.id}: no request`];
    const decision = routerFor(mesh, edge.request).route(edge.request.request);
    return holds(edge, decision) ? [] : [`${edge.id}: ${JSON.stringify(edge.request)} is answered ${decision.status} ${decision.reason}`];
  });
}

function holds(edge: GraphEdge, decision: Decision): boolean {
  const { kind, from, to, status, share = 1 } = edge;
  const own = decision.destinations.filter(({ cluster }) => clusterId(cluster) === (kind === 'pods' ? from : to));
  const sent = own.reduce((sum, part) => sum + part.share, 0);
  switch (kind) {
    case 'enter':
    case 'listen':
      return decision.status === status;
    case 'match':
      return decision.status === status && to.endsWith(` ${ruleOf(decision)}`);
    case 'mirror':
      return decision.mirrors.some(({ cluster, percent }) => clusterId(cluster) === to && percent / 100 === share);
    case 'redirect':
      return (
        decision.status === status && decision.location !== null && to.endsWith(/^https?:\/\/[^/]+/.exec(decision.location)?.[0] ?? '?')
      );
    case 'pods':
      return [
        ...own.map(({ cluster }) => cluster),
        ...decision.mirrors.map(({ cluster }) => cluster).filter((cluster) => clusterId(cluster) === from),
      ].some((cluster) => podsOf(cluster).includes(to));
    case 'call':
      return to.startsWith('host ') ? decision.status === status : own.length > 0 && own.some((part) => part.status === status);
    default:
      return own.some((part) => part.status === status) && Math.abs(sent - share) < 1e-9;
  }
}

function ruleOf({ route, connection }: Decision): string {
  if (route) return `${route.virtualService.titleOf(route.rule)}#${route.rule.index}`;
  return connection ? `${connection.kind}#${connection.index}` : '';
}

function podsOf({ endpoints }: Cluster): string[] {
  return endpoints.flatMap(({ workload }) => (workload ? [workloadId(workload)] : []));
}

/** What of an answer is not in the picture: its rule, a destination, or pods behind one. */
export function undrawn({ edges }: MeshGraph, decision: Decision): string[] {
  const ids = new Set(edges.map(({ kind, from, to }) => `${kind} ${from} > ${to}`));
  const rule = ruleOf(decision);
  const routes = new Set(edges.filter(({ kind, to }) => kind === 'match' && to.endsWith(` ${rule}`)).map(({ to }) => to));
  if (rule !== '' && !rule.endsWith('#-1') && routes.size === 0) return [`no rule ${rule}`];
  return decision.destinations.flatMap(({ cluster }) => {
    const to = clusterId(cluster);
    const isSent = rule === '' ? edges.some((edge) => edge.to === to) : [...routes].some((route) => ids.has(`forward ${route} > ${to}`));
    return [
      ...(isSent || rule === '' ? [] : [`${rule} does not lead to ${to}`]),
      ...podsOf(cluster).flatMap((pods) => (ids.has(`pods ${to} > ${pods}`) ? [] : [`no pods ${pods} behind ${to}`])),
    ];
  });
}
