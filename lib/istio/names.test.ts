import { expandGateway, expandHost } from './names';

describe('expandHost', () => {
  test.each([
    ['user', 'user.demo.svc.cluster.local'],
    ['user.demo', 'user.demo'],
    ['user.demo.svc.cluster.local', 'user.demo.svc.cluster.local'],
    ['*', '*'],
    ['*.a.com', '*.a.com'],
    ['10.0.0.1', '10.0.0.1'],
    ['::1', '::1'],
    ['', ''],
  ])('%j in namespace demo is %j', (host, expected) => {
    expect(expandHost(host, 'demo')).toBe(expected);
  });
});

describe('expandGateway', () => {
  test.each([
    ['g', 'demo/g'],
    ['./g', 'demo/g'],
    ['istio-system/g', 'istio-system/g'],
    ['g.istio-system', 'istio-system/g'],
    ['g.istio-system.svc.cluster.local', 'istio-system/g'],
    ['mesh', 'mesh'],
  ])('%j in namespace demo is %j', (reference, expected) => {
    expect(expandGateway(reference, 'demo')).toBe(expected);
  });
});
