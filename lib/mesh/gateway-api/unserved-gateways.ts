import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import type { GatewayApi } from './gateway-api';
import { controllerOf, remoteClass } from './gateway-classes';
import { gatewayApi, stored } from './objects';

/** A Gateway of the Gateway API for which istiod opens no port. */
export interface UnservedGateway {
  readonly manifest: Manifest;
  readonly why: string;
  /** Does another controller serve it, so that what it answers is not known? */
  readonly isForeign: boolean;
}

/** The Gateways that istiod serves no clients outside the mesh by; waypoints and east-west gateways aside. */
export function unservedGateways({
  objects,
  gatewayApi: api,
}: {
  readonly objects: Objects;
  readonly gatewayApi: GatewayApi;
}): UnservedGateway[] {
  const valid = new Set(api.listeners.filter((listener) => listener.valid).map(({ parent }) => parent));
  return objects.ofKind(gatewayApi, 'Gateway').flatMap((manifest): UnservedGateway[] => {
    const className = stored(manifest).at('spec', 'gatewayClassName').text;
    const controller = controllerOf(objects, className);
    if (controller === 'other') return [{ manifest, why: foreign(objects, className), isForeign: className !== remoteClass }];
    if (controller !== 'ingress' || valid.has(manifest)) return [];
    const [first] = api.problemsOf(manifest);
    return [{ manifest, why: `no listener of it is opened${first ? `: ${first.message}` : ''}`, isForeign: false }];
  });
}

function foreign(objects: Objects, className: string): string {
  if (className === remoteClass) return `class \`${className}\` stands for a gateway of another cluster: istiod makes nothing of it`;
  const declared = objects.find(gatewayApi, 'GatewayClass', { name: className });
  if (!declared) return `Istio brings no class \`${className}\`, and no GatewayClass of that name is among the manifests`;
  return `class \`${className}\` is that of controller \`${stored(declared).at('spec', 'controllerName').text}\`, which is not Istio's`;
}
