import { namespaceOf } from '../../istio/names';
import type { FieldReader } from '../../manifest/field';
import type { Manifest } from '../../manifest/manifest';
import type { Objects } from '../objects';
import { type Controller, controllerOf } from './gateway-classes';
import { gatewayApi, type Problem, stored } from './objects';

/** What Gateways of Istio's other classes do not have: ListenerSets, and listeners like those of ingress gateways. */
export function classProblems(objects: Objects): Problem[] {
  const controller = (gateway: Manifest) => controllerOf(objects, stored(gateway).at('spec', 'gatewayClassName').text);
  const sets = objects.ofKind(gatewayApi, 'ListenerSet').flatMap((set): Problem[] => {
    const parent = stored(set).at('spec', 'parentRef');
    const target = { namespace: parent.at('namespace').text || namespaceOf(set.object), name: parent.at('name').text };
    const gateway = objects.find(gatewayApi, 'Gateway', target);
    if (!gateway || !isInternal(controller(gateway))) return [];
    const message = `Gateways of class \`${stored(gateway).at('spec', 'gatewayClassName').text}\` have no ListenerSets`;
    return [{ manifest: set, path: parent.path, reason: 'NotAllowedByListeners', message }];
  });
  const listeners = objects.ofKind(gatewayApi, 'Gateway').flatMap((manifest): Problem[] => {
    const wanted = expectation(controller(manifest));
    if (!wanted) return [];
    const wrong = stored(manifest)
      .at('spec', 'listeners')
      .items.filter((listener) => !wanted.fits(listener));
    const { message } = wanted;
    return wrong.map(({ path }) => ({
      manifest,
      path,
      reason: 'UnsupportedProtocol',
      message,
      consequence: 'no connections arrive at it',
    }));
  });
  return [...sets, ...listeners];
}

function isInternal(controller: Controller): boolean {
  return controller === 'waypoint' || controller === 'east-west';
}

interface Expectation {
  readonly message: string;
  fits(listener: FieldReader): boolean;
}

/** Source: Istio `unexpectedWaypointListener`, `unexpectedEastWestWaypointListener`. */
function expectation(controller: Controller): Expectation | undefined {
  const isTunnel = (listener: FieldReader) => listener.at('port').number === 15008 && listener.at('protocol').text === 'HBONE';
  if (controller === 'waypoint') return { message: 'a waypoint has one listener, of port 15008 and protocol `HBONE`', fits: isTunnel };
  if (controller !== 'east-west') return undefined;
  return {
    message:
      'an east-west gateway has listeners of port 15008 and protocol `HBONE` that terminate TLS, and others of protocol `TLS` that pass it through',
    fits(listener) {
      const mode = listener.at('tls', 'mode').text;
      if (listener.at('port').number === 15008) return isTunnel(listener) && mode === 'Terminate';
      return listener.at('protocol').text === 'TLS' && mode === 'Passthrough';
    },
  };
}
