import { FieldReader } from '../../manifest/field';
import { usualPortName } from './service-ports';

// [the ports of a Service, the name that the first should have]
test.each<[readonly object[], string | undefined]>([
  [[{ port: 80 }], 'http'],
  [[{ port: 443 }], 'https'],
  [[{ port: 3306, protocol: 'TCP' }], 'mysql'],
  [[{ port: 3306, protocol: 'UDP' }], undefined],
  [[{ port: 80, name: 'web' }], undefined],
  [[{ port: 1234 }], undefined],
  [[{}], undefined],
  [[{ port: 443 }, { port: 8443 }], 'https-443'],
  [[{ port: 443 }, { port: 8443, name: 'https' }], 'https-443'],
  [[{ port: 443 }, { port: 8443, name: 'other' }], 'https'],
  [[{ port: 443 }, { port: 80 }], 'https'],
])('the first of %j is usually called %s', (ports, name) => {
  const all = new FieldReader({ ports }).at('ports');
  const [first] = all.items;
  expect(first && usualPortName(all, first)).toBe(name);
});
