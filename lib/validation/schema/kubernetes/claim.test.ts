import { said } from './said.test.helper';

const claim = (more: object) => ({ spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...more } });

test.each<[string, object, string[]]>([
  ['right', claim({ storageClassName: 'fast', volumeMode: 'Block' }), []],
  ['nothing', { spec: {} }, ['spec.accessModes', 'spec.resources.requests.storage']],
  ['no size', claim({ resources: { requests: { storage: 0 } } }), ['spec.resources.requests.storage']],
  ['modes', claim({ accessModes: ['RWO', 'ReadWriteOncePod', 'ReadOnlyMany'] }), ['spec.accessModes.0', 'spec.accessModes']],
  ['names', claim({ storageClassName: 'A', volumeMode: 'block' }), ['spec.storageClassName', 'spec.volumeMode']],
  ['labels', claim({ selector: { matchLabels: { 'a b': 'c' } } }), ['spec.selector.matchLabels.a b']],
  ['a copy', claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'b' } }), []],
  ['a copy of no volume', claim({ dataSourceRef: { kind: 'Pod', name: '' } }), ['spec.dataSourceRef.name', 'spec.dataSourceRef.kind']],
  ['a copy of no volume in the older field, which is dropped', claim({ dataSource: { kind: 'Pod' } }), []],
  [
    'a copy of two',
    claim({ dataSource: { apiGroup: 'a.b', kind: 'c', name: 'd' }, dataSourceRef: { apiGroup: 'a.b', kind: 'c', name: 'e' } }),
    ['spec.dataSource'],
  ],
  [
    'a copy from elsewhere, which is dropped',
    claim({
      dataSource: { apiGroup: 'a.b', kind: 'c', name: 'd' },
      dataSourceRef: { apiGroup: 'A', kind: 'c', name: 'e', namespace: 'E' },
    }),
    [],
  ],
  ['a wrong group', claim({ dataSourceRef: { apiGroup: 'A', kind: 'c', name: 'd' } }), ['spec.dataSourceRef.apiGroup']],
  ['a class', claim({ volumeAttributesClassName: 'A' }), ['spec.volumeAttributesClassName']],
])('PersistentVolumeClaim: %s', (_name, rest, expected) => {
  expect(said('PersistentVolumeClaim', rest)).toEqual(expected);
});
