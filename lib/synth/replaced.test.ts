import { type Manifest, sourceOfObject } from '../manifest/manifest';
import { replaced, without } from './replaced';

/** `apiVersion Kind name [namespace]`. */
function manifest(text: string): Manifest {
  const [apiVersion = '', kind = '', name = '', namespace] = text.split(' ');
  return { object: { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) } }, source: sourceOfObject() };
}

const text = ({ object: { apiVersion, kind, metadata } }: Manifest) =>
  [apiVersion, kind, metadata.name, metadata.namespace].filter(Boolean).join(' ');

const base = ['v1 Service web shop', 'v1 ConfigMap web shop', 'networking.istio.io/v1 Gateway web shop', 'v1 Service web'];

test.each<[what: string, by: string, gone: string | undefined]>([
  ['the same name', 'v1 Service web shop', 'v1 Service web shop'],
  ['another version', 'networking.istio.io/v1beta1 Gateway web shop', 'networking.istio.io/v1 Gateway web shop'],
  ['the namespace `default` where none is said', 'v1 Service web default', 'v1 Service web'],
  ['another name', 'v1 Service api shop', undefined],
  ['another namespace', 'v1 Service web other', undefined],
  ['another kind', 'v1 Secret web shop', undefined],
  ['a kind of another group', 'gateway.networking.k8s.io/v1 Gateway web shop', undefined],
])('%s: %s takes the place of %s', (_, by, gone) => {
  const kept = base.filter((each) => each !== gone);
  expect(without(base.map(manifest), [manifest(by)]).map(text)).toEqual(kept);
  expect(replaced(base.map(manifest), [manifest(by)]).map(text)).toEqual([...kept, by]);
});
