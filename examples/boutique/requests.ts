import type { Asked } from '../asked';

const shop = (path: string) => `http://boutique.example.com${path}`;
/** A call as gRPC sends it. */
const call = (from: string, to: string, port: number): Asked => ({
  from,
  method: 'POST',
  url: `http://${to}:${port}/boutique.Service/Method`,
  answers: { [to]: 100 },
});
const refused = (from: string, to: string, port: number, status: Asked['status']): Asked => ({
  ...call(from, to, port),
  answers: undefined,
  status,
});
const recommended = call('web', 'recommendation', 8080);

/** What shoppers ask, every declared call, and some that nobody declared. */
export const requests: readonly Asked[] = [
  ...['/', '/cart', '/product/7'].map((path) => ({ url: shop(path), answers: { web: 100 }, path })),
  { url: 'http://other.example.com/', status: 404 },
  call('load', 'web', 80),
  call('web', 'ads', 9555),
  call('web', 'cart', 7070),
  call('web', 'catalog', 3550),
  call('web', 'checkout', 5050),
  call('web', 'currency', 7000),
  call('web', 'shipping', 50051),
  call('checkout', 'cart', 7070),
  call('checkout', 'catalog', 3550),
  call('checkout', 'currency', 7000),
  call('checkout', 'email', 5000),
  call('checkout', 'payment', 50051),
  call('checkout', 'shipping', 50051),
  call('recommendation', 'catalog', 3550),
  // No service that `ads` may call has this port, so its sidecar reads no HTTP there.
  refused('ads', 'payment', 50051, 'cut off'),
  refused('web', 'payment', 50051, 502),
  refused('load', 'checkout', 5050, 'cut off'),
  refused('email', 'cart', 7070, 'cut off'),
  {
    from: 'payment',
    method: 'POST',
    url: 'http://api.cards.example/charges',
    answers: { 'egress:card-network': 100 },
    notLive: 'the card network is outside, and the plane has no way there',
  },
  {
    from: 'web',
    method: 'POST',
    url: 'http://api.cards.example/charges',
    status: 502,
    notLive: 'the plane resolves no name outside it, so the request never leaves the program',
  },
  { ...recommended, answers: { 'recommendation:v1': 100 } },
  { over: 'canary/1-5-percent', ...recommended, answers: { 'recommendation:v1': 95, 'recommendation:v2': 5 } },
  { over: 'canary/2-50-percent', ...recommended, answers: { 'recommendation:v1': 50, 'recommendation:v2': 50 } },
  { over: 'canary/3-100-percent', ...recommended, answers: { 'recommendation:v2': 100 } },
];
