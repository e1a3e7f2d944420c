import { parseManifests } from '../manifest/parse-manifests';
import { documentOrder } from './document-order';

const text = `
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: ClusterIP
  ports:
    - name: http
      port: 80
    - name: grpc
      port: 81
`;

test.each([
  ['kind', 'metadata'],
  ['metadata', 'metadata.name'],
  ['spec.type', 'spec.ports'],
  ['spec.ports.0.port', 'spec.ports.1.name'],
  ['spec.ports.1', 'spec.ports.1.port'],
  ['spec.selector', 'spec.type'],
  ['spec.ports.9', 'spec.ports.0'],
  ['spec.ports.length', 'spec.ports.0'],
])('%s stands before %s, as in the text', (one, other) => {
  const { object, source } = parseManifests(text, 'shop.yaml').manifests[0] ?? {};
  if (!object || !source) throw new Error('not read');
  const [first, second] = [one, other].map((path) => path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  const places = [first, second].map((path) => source.position(path ?? []) ?? { line: 0, column: 0 });
  const [{ line, column } = { line: 0, column: 0 }, after = { line: 0, column: 0 }] = places;
  expect(Math.sign(documentOrder(object, first ?? [], second ?? []))).toBe(-1);
  expect(Math.sign(documentOrder(object, second ?? [], first ?? []))).toBe(1);
  expect(line - after.line || column - after.column).toBeLessThan(0);
});

test.each([
  ['spec', 'spec'],
  ['spec.selector', 'spec'],
  ['spec.selector', 'spec.sessionAffinity'],
  ['spec.selector.app', 'spec.selector.version'],
  ['spec.type.x', 'spec.type'],
])('%s and %s are the same place', (one, other) => {
  const { object } = parseManifests(text, 'shop.yaml').manifests[0] ?? {};
  expect(documentOrder(object ?? {}, one.split('.'), other.split('.'))).toBe(0);
  expect(documentOrder(object ?? {}, other.split('.'), one.split('.'))).toBe(0);
});
