import fc, { type Arbitrary } from 'fast-check';
import type { KubernetesObject } from '../../lib/istio/objects';
import type { Request } from '../../lib/route/request/request';
import { configurations } from '../differential/configurations';
import { requests as gatewayRequests } from '../differential/requests';
import { unique } from './objects';
import { policies } from './policies';
import { assumed, type Signing, sender, sent } from './senders';
import { virtualServices } from './virtual-services';

/** A request, and who sends it: a workload, or a client outside. */
export interface Asked {
  /** `namespace/name` of the calling workload; undefined: at the gateway. */
  readonly from?: string;
  readonly request: Request;
}

/** Objects beside the worked cases' world, and what is asked of them. */
export interface World {
  readonly objects: readonly KubernetesObject[];
  readonly asked: readonly Asked[];
}

const callers = ['demo/product', 'shop/user'] as const;

/** Gateways and routes of the live differential, routes inside the mesh, and policies. */
export function worlds(requests: number): Arbitrary<World> {
  const objects = fc
    .tuple(
      fc.oneof({ weight: 1, arbitrary: configurations() }, { weight: 3, arbitrary: frontDoor() }),
      fc.array(virtualServices(), { maxLength: 3 }),
      policies(assumed),
    )
    .map(([routes, mesh, guards]) => unique([...routes, ...mesh, ...guards]));
  const asked = fc.tuple(
    gatewayRequests(Math.ceil(requests / 2)).chain((all) =>
      fc.tuple(...all.map((each) => sender().map((more) => ({ request: sent(each, more, assumed) })))),
    ),
    fc.array(meshRequest(), { minLength: Math.floor(requests / 2), maxLength: Math.floor(requests / 2), size: 'max' }),
  );
  return fc.tuple(objects, asked).map(([all, [outside, inside]]) => ({ objects: all, asked: [...outside, ...inside] }));
}

/** A gateway with routes and policies, and requests to it, for a real proxy: with tokens that are really signed. */
export function guardedGateways(requests: number, signing: Signing): Arbitrary<{ objects: KubernetesObject[]; requests: Request[] }> {
  const objects = fc.tuple(frontDoor(), policies(signing)).map(([front, guards]) => unique([...front, ...guards]));
  const asked = gatewayRequests(requests).chain((all) =>
    fc.tuple(
      ...all.map((each) =>
        sender().map((more) => {
          const { sourceIp: _, ...request } = sent(each, more, signing);
          return request;
        }),
      ),
    ),
  );
  return fc.record({ objects, requests: asked });
}

/** A gateway that serves every host, and rules behind it: most requests are forwarded, which makes policies matter. */
function frontDoor(): Arbitrary<KubernetesObject[]> {
  const networking = 'networking.istio.io/v1';
  const gateway: KubernetesObject = {
    apiVersion: networking,
    kind: 'Gateway',
    metadata: { name: 'front', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [80, 8080].map((number) => ({ port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts: ['*'] })),
    },
  };
  const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));
  const rule: KubernetesObject = {
    apiVersion: networking,
    kind: 'DestinationRule',
    metadata: { name: 'user', namespace: 'demo' },
    spec: { host: 'user', subsets },
  };
  return fc.array(virtualServices(['istio-system/front']), { minLength: 1, maxLength: 3 }).map((all) => [gateway, rule, ...all]);
}

function meshRequest(): Arbitrary<Asked> {
  const to = fc.constantFrom(
    ['user', 8000],
    ['user.demo', 8000],
    ['user.demo.svc.cluster.local', 8000],
    ['user.shop', 8000],
    ['product.demo', 80],
    ['multi.demo', 8080],
    ['multi.demo', 9090],
    ['made.up', 80],
    ['unknown.example.com', 80],
    ['x.demo.svc.cluster.local', 8000],
  );
  return fc
    .record({
      from: fc.constantFrom(...callers),
      method: fc.constantFrom('GET', 'GET', 'POST'),
      to,
      path: fc.constantFrom('/', '/user', '/user/about', '/x', '/api/v1/items', '/user?q=1'),
      headers: fc.dictionary(fc.constantFrom('mode', 'x-env'), fc.constantFrom('dev', 'prod', ''), { maxKeys: 2 }),
      more: sender(),
    })
    .map(({ from, method, to: [name, port], path, headers, more }) => {
      const request: Request = {
        method,
        scheme: 'http',
        port: port as number,
        host: port === 80 ? `${name}` : `${name}:${port}`,
        path,
        headers,
      };
      const { sourceIp: _, ...asked } = sent(request, more, assumed);
      return { from, request: asked };
    });
}
