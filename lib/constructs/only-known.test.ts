import { App, Chart } from 'cdk8s';
import { ConsistentHash } from './consistent-hash';
import { Gateway } from './gateway';
import { Microservice } from './microservice';
import { onlyKnown } from './only-known';
import { Path } from './path';
import { Server } from './server';
import { VirtualService } from './virtual-service';

const chart = () => new Chart(new App(), 'shop', { namespace: 'shop' });
const image = 'registry.example.com/cart:1.4.2';
/** As plain JavaScript would give it: the compiler rejects each of these. */
const untyped = (declared: object) => declared as never;
const route = (properties: object) =>
  new VirtualService(chart(), 'site', untyped({ hosts: ['a.example.com'], routes: [{ path: Path.under('/a'), ...properties }] }));
const service = (properties: object) => new Microservice<string>(chart(), 'cart', untyped({ image, port: 80, ...properties }));

test.each<[string, () => unknown, string, string]>([
  [
    'in a list',
    () => route({ rewriet: '/', to: Microservice.fromHost('b.example.com') }),
    '`rewriet` in `routes.0` is not a known property\n    at construct shop/site\n',
    'did you mean `rewrite`?',
  ],
  ['at the top', () => service({ prot: 80 }), '`prot` is not a known property\n    at construct shop/cart', 'did you mean `port`?'],
  ['in a map', () => service({ versions: { v1: { replcas: 2 } } }), '`replcas` in `versions.v1` is not', 'did you mean `replicas`?'],
  [
    'deep below',
    () => route({ fault: { abort: { status: 500, percent: 1 } } }),
    '`percent` in `routes.0.fault.abort` is not',
    'there is `percentage`, `status`',
  ],
  [
    'of a type of a union',
    () => route({ redirect: { schema: 'https' } }),
    '`schema` in `routes.0.redirect` is not',
    'did you mean `scheme`?',
  ],
  ['of a value without a construct', () => Server.http(untyped({ hosts: ['a'], prt: 80 })), '`prt` is not', 'did you mean `port`?'],
  ['of a second argument', () => ConsistentHash.onCookie('a', untyped({ tll: 1 })), '`tll` is not', 'did you mean `ttl`?'],
  ['of what exists elsewhere', () => Microservice.fromHost('a.b', untyped({ prot: 1 })), '`prot` is not', 'did you mean `port`?'],
  ['that every object has in JavaScript', () => service({ constructor: 1 }), '`constructor` is not', 'it would be ignored'],
])('a property that nothing reads, %s', (_, make, what, fix) => {
  expect(make).toThrow(`UnknownProperty: ${what}`);
  expect(make).toThrow(fix);
});

test('a property that is undefined is none', () => {
  expect(() => service({ prot: undefined })).not.toThrow();
});

test('maps with names of their own, and instances of classes, are left alone', () => {
  const servers = [Server.http({ hosts: ['a.example.com'] })];
  expect(() => new Gateway(chart(), 'gw', { servers, selector: { anything: 'goes' } })).not.toThrow();
  class Host {
    readonly host = 'a.example.com';
    readonly more = 1;
  }
  expect(onlyKnown('VirtualServiceProps', { hosts: [new Host()] })).toEqual({ hosts: [new Host()] });
});

test.each<[string, () => unknown, string, string]>([
  ['at the top', () => Server.https(untyped({ hosts: ['a.example.com'] })), '`credential` is missing', 'credential: …'],
  ['of nothing at all', () => Server.http(undefined as never), '`hosts` is missing', 'hosts: …'],
  [
    'deep below',
    () => service({ versions: { v1: { autoscaling: { min: 2 } } } }),
    '`max` is missing in `versions.v1.autoscaling`\n    at construct shop/cart',
    'why: it has no default',
  ],
])('a property that has no default and is not given, %s', (_, make, what, fix) => {
  expect(make).toThrow(`MissingProperty: ${what}`);
  expect(make).toThrow(fix);
});
