import fc, { type Arbitrary } from 'fast-check';
import type { Request } from '../../lib/route/request/request';

/** Requests over the alphabet of the configurations, and a little beside it. */
export function requests(count: number): Arbitrary<Request[]> {
  return fc.array(request(), { minLength: count, maxLength: count, size: 'max' });
}

const paths = [
  '/',
  '/user',
  '/user/',
  '/user/about',
  '/userfoo',
  '/User',
  '/api/v1',
  '/api/v1/items',
  '/x',
  '//user',
  '/a/../user',
  '/user%2Fx',
  '/us%65r',
  '/user/..;/x',
  '/user\\x',
] as const;

function request(): Arbitrary<Request> {
  const value = fc.constantFrom<string | string[]>('dev', 'Dev', 'prod', 'd', '', 'dev,prod', ['prod', 'dev']);
  return fc.record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT'),
    scheme: fc.constant('http' as const),
    port: fc.constantFrom(80, 80, 80, 8080),
    host: fc.constantFrom('a.com', 'b.com', 'x.a.com', 'y.x.a.com', 'z.com', 'other.org', 'A.com', 'a.com:80', 'x.a.com:8080'),
    path: fc.tuple(fc.constantFrom(...paths), fc.constantFrom('', '', '?q=dev', '?v=1&q=d', '?q')).map((parts) => parts.join('')),
    headers: fc.dictionary(fc.constantFrom('mode', 'X-Env'), value, { maxKeys: 2 }),
  });
}
