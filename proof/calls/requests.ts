import fc, { type Arbitrary } from 'fast-check';
import type { Request } from '../../lib/route/request/request';
import { requests as gatewayRequests } from '../differential/requests';
import { type Sender, type Signing, sender, sent } from '../generator/senders';
import type { Asked } from '../generator/worlds';
import { planeAddress } from '../sandbox';
import { callers } from './world';

/** Requests of the workloads to one another and past one another, and from outside through the gateway. */
export function askedOf(count: number, signing: Signing): Arbitrary<Asked[]> {
  const outside = Math.ceil(count / 4);
  return fc
    .tuple(
      gatewayRequests(outside).chain((all) => fc.tuple(...all.map((request) => sender().map((more) => atGateway(request, more, signing))))),
      fc.array(call(signing), { minLength: count - outside, maxLength: count - outside, size: 'max' }),
    )
    .map((groups) => groups.flat());
}

/** The bench calls the gateway from its own address, and has no other. */
function atGateway(request: Request, more: Sender, signing: Signing): Asked {
  return { request: { ...sent({ ...request, port: 80 }, more, signing), sourceIp: planeAddress } };
}

const called = [
  ['user', 8000],
  ['user', 8000],
  ['user.demo', 8000],
  ['user.demo.svc.cluster.local', 8000],
  ['user.demo', 9000],
  ['user.shop', 8000],
  ['product.demo', 80],
  ['product.demo', 8080],
  ['plain.bare', 8000],
  ['plain.bare', 9000],
  ['made.up', 80],
  ['elsewhere.example.com', 8000],
] as const;

function call(signing: Signing): Arbitrary<Asked> {
  return fc
    .record({
      from: fc.constantFrom(...callers),
      method: fc.constantFrom('GET', 'GET', 'POST'),
      to: fc.constantFrom(...called),
      path: fc.constantFrom('/', '/user', '/user/about', '/x', '/api/v1/items', '/user?q=1', '//user', '/a/../user'),
      headers: fc.dictionary(fc.constantFrom('mode', 'x-env'), fc.constantFrom('dev', 'prod', ''), { maxKeys: 2 }),
      more: sender(),
    })
    .filter(({ from, to: [name] }) => !from.startsWith('bare/') || name !== 'plain.bare') // a connection to itself is not translated
    .map(({ from, method, to: [name, port], path, headers, more }) => {
      const request: Request = { method, scheme: 'http', port, host: port === 80 ? name : `${name}:${port}`, path, headers };
      const { sourceIp: _, ...asked } = sent(request, more, signing);
      // A caller without a sidecar is translated to the bench's address on its way.
      return { from, request: from.startsWith('bare/') ? { ...asked, sourceIp: planeAddress } : asked };
    });
}
