import { namespaceOf, serviceHost } from '../../istio/names';
import { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import { gatewayName } from '../gateway-api/deployments';
import { gatewayApi, stored } from '../gateway-api/objects';
import { managedByMesh, managedLabel } from '../workloads/waypoint';
import { httpConditions } from '../workloads/waypoints';
import { type Reason, reasonAt } from './cause';
import type { Facts } from './facts';

const askForOne = 'label the namespace or a Service `istio.io/use-waypoint`';

/** What the proxies of the ambient mesh do not do, by kind, and when an object asks for it. */
const atWaypoints: Readonly<Record<string, { readonly why: string; asks(spec: FieldReader): boolean }>> = {
  VirtualService: {
    why: 'nothing in front of the pods reads HTTP, so requests follow no route',
    asks: (spec) => !spec.at('gateways').exists || spec.at('gateways').texts.includes('mesh'),
  },
  DestinationRule: {
    why: 'nothing in front of the pods balances requests',
    asks: (spec) => ['connectionPool', 'loadBalancer', 'outlierDetection'].some((field) => spec.at('trafficPolicy', field).exists),
  },
  RequestAuthentication: { why: 'nothing in front of the pods reads HTTP, so no token is looked at', asks: () => true },
  Telemetry: { why: 'nothing in front of the pods sees requests, only connections', asks: (spec) => spec.at('accessLogging').exists },
  WasmPlugin: { why: 'nothing in front of the pods runs a plugin', asks: () => true },
};

/** An object that a waypoint would read, in an ambient namespace without one. */
export function withoutWaypoint({ object }: Manifest, { waypoints }: Facts): Reason[] {
  const root = new FieldReader(object);
  const namespace = namespaceOf(object);
  const kind = atWaypoints[object.kind];
  if (!kind?.asks(root.at('spec')) || !waypoints.isMissing(namespace)) return [];
  return [
    reasonAt(root.at('metadata', 'name'), {
      cause: 'no waypoint',
      message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this ${object.kind} does nothing there`,
      why: kind.why,
      fix: askForOne,
    }),
  ];
}

/** A route for a Service of the ambient mesh that asks for no waypoint. Source: Istio `referenceAllowed`, which writes it into the status. */
export function routeWithoutWaypoint({ object }: Manifest, { injection, services, waypoints, clusterDomain }: Facts): Reason[] {
  const parents = new FieldReader(object).at('spec', 'parentRefs').items;
  return parents
    .filter((parent) => parent.at('kind').text === 'Service' && parent.at('group').text === '')
    .flatMap((parent) => {
      const namespace = parent.at('namespace').text || namespaceOf(object);
      const name = parent.at('name').text;
      const [service] = services.withHost(serviceHost(name, namespace, clusterDomain));
      if (!service || !injection.isAmbient(namespace) || waypoints.of(service)) return [];
      const message = `no waypoint is in front of the Service \`${namespace}/${name}\` of the ambient mesh, so this ${object.kind} does nothing there`;
      return [reasonAt(parent.at('name'), { cause: 'no waypoint', message, why: atWaypoints.VirtualService?.why, fix: askForOne })];
    });
}

/** Conditions on HTTP in an ambient namespace without a waypoint. */
export function conditionWithoutWaypoint({ object }: Manifest, { waypoints }: Facts): Reason[] {
  const namespace = namespaceOf(object);
  if (!waypoints.isMissing(namespace)) return [];
  const [found] = new FieldReader(object).at('spec', 'rules').items.flatMap(httpConditions);
  if (!found) return [];
  return [
    reasonAt(found, {
      cause: 'no waypoint',
      message: `this rule looks at HTTP, and no waypoint is in front of the ambient pods of \`${namespace}\``,
      why: 'without one only connections are seen: an ALLOW rule like this matches nothing, a DENY rule matches everything',
      fix: `${askForOne}, and name it in \`targetRefs\``,
    }),
  ];
}

/** A policy that looks at HTTP and does not name the waypoint that could. */
export function policyWithoutTarget({ object }: Manifest, { injection, waypoints }: Facts): Reason[] {
  const root = new FieldReader(object);
  const spec = root.at('spec');
  const namespace = namespaceOf(object);
  const hasTarget = ['targetRef', 'targetRefs'].some((field) => spec.at(field).exists);
  if (hasTarget || !injection.isAmbient(namespace) || waypoints.isMissing(namespace)) return [];
  if (spec.at('rules').items.flatMap(httpConditions).length === 0) return [];
  return [
    reasonAt(spec.at('selector').exists ? spec.at('selector') : root.at('metadata', 'name'), {
      cause: 'no target',
      message: 'this policy looks at HTTP, and names no waypoint or Service that should ask it',
      why: 'in the ambient mesh a policy without `targetRefs` is asked by the node, which sees connections alone',
      fix: 'targetRefs: [{ kind: Gateway, group: gateway.networking.k8s.io, name: waypoint }]',
    }),
  ];
}

/** A selector that picks the pods of a Kubernetes Gateway. */
export interface GatewaySelector {
  readonly selector: FieldReader;
  /** The name of the Gateway. */
  readonly gateway: string;
  readonly isWaypoint: boolean;
}

/** The Kubernetes Gateway whose pods an object selects, rather than naming it. */
export function selectedGateway({ object }: Manifest, facts: Pick<Facts, 'workloads' | 'ofKind'>): GatewaySelector | undefined {
  const spec = new FieldReader(object).at('spec');
  const selector = spec.at('selector');
  if (!selector.exists || spec.at('targetRef').exists || spec.at('targetRefs').exists) return undefined;
  const wanted = selector.at('matchLabels').labels ?? {};
  const namespace = namespaceOf(object);
  const pod = facts.workloads.select(namespace, wanted).find(({ labels }) => labels[gatewayName] !== undefined);
  const named = pod?.labels[gatewayName] ?? wanted[gatewayName];
  const gateway = facts
    .ofKind(gatewayApi, 'Gateway')
    .find((each) => each.object.metadata.name === named && namespaceOf(each.object) === namespace);
  if (named === undefined || (!pod && !gateway)) return undefined;
  const ofClass = gateway !== undefined && stored(gateway).at('spec', 'gatewayClassName').text === 'istio-waypoint';
  return { selector, gateway: named, isWaypoint: ofClass || pod?.labels[managedLabel] === managedByMesh };
}

/** A selector for the pods of a waypoint, where only references count. Source: Istio `WorkloadPolicyMatcher.ShouldAttachPolicy`. */
export function selectorAtWaypoint(manifest: Manifest, facts: Facts): Reason[] {
  const found = selectedGateway(manifest, facts);
  if (!found?.isWaypoint) return [];
  return [
    reasonAt(found.selector, {
      cause: 'selector at a waypoint',
      message: `this selector picks the pods of the waypoint \`${found.gateway}\`, where selectors do not count`,
      why: 'a waypoint has policies by reference alone, so this one does nothing there',
      fix: targetOf(found),
    }),
  ];
}

/** The reference to write in place of a selector. */
export function targetOf({ gateway }: GatewaySelector): string {
  return `targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: ${gateway} }]`;
}
