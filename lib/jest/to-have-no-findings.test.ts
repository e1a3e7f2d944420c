import { Mesh } from './index';

const service = (ports: object[]) => Mesh.of([{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' }, spec: { ports } }]);
const right = service([{ name: 'http', port: 80 }]);
const doubtful = service([{ port: 80 }]);

test('a mesh without findings passes; with one, the message is the report', () => {
  expect(right).toHaveNoFindings();
  expect(doubtful).not.toHaveNoFindings();
  expect(doubtful).toHaveNoFindings({ failOn: 'warning' });
  expect(doubtful).toHaveNoFindings({ suppress: ['IST0118=Service shop.*'] });
  expect(() => expect(doubtful).toHaveNoFindings()).toThrow(/info\[IST0118\] port-name: .*\n.*Service shop/);
  expect(() => expect(right).not.toHaveNoFindings()).toThrow('expected findings, got none');
});
