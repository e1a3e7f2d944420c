import { type Manifest, sourceOfObject } from '../../manifest/manifest';
import { deployment } from '../objects.test.helper';
import { isRelabelled } from './relabelled';

test.each([
  ['metadata.namespace', true],
  ['spec.template.metadata.labels', true],
  ['metadata.name', false],
  ['spec.template.spec', false],
])('a kustomization that changes %s', (changed, expected) => {
  const manifest: Manifest = {
    object: deployment('shop/web', {}),
    source: sourceOfObject(),
    changedBy: (path) => (path.join('.') === changed ? 'kustomization.yaml' : undefined),
  };
  expect(isRelabelled(manifest)).toBe(expected);
});

test('what no kustomization changes', () => {
  expect(isRelabelled({ object: deployment('shop/web', {}), source: sourceOfObject() })).toBe(false);
});
