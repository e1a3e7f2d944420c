import { said } from './said.test.helper';

const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const roleRef = { kind: 'Role', name: 'r' };
const bound = (subject: object) => ({ roleRef, subjects: [subject] });

test.each<[string, string, object, string[]]>([
  ['URLs of a namespace', 'Role', { rules: [{ nonResourceURLs: ['/a'], verbs: ['get'] }] }, ['rules.0.nonResourceURLs']],
  ['URLs', 'ClusterRole', { rules: [{ nonResourceURLs: ['/a'], verbs: ['get'] }] }, []],
  ['URLs and resources', 'ClusterRole', { rules: [{ nonResourceURLs: ['/a'], ...rule }] }, ['rules.0.nonResourceURLs']],
  ['a sum of nothing', 'ClusterRole', { aggregationRule: {} }, ['aggregationRule.clusterRoleSelectors']],
  [
    'a sum',
    'ClusterRole',
    { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'a b': 'c' } }] } },
    ['aggregationRule.clusterRoleSelectors.0.matchLabels.a b'],
  ],
  ['without a group', 'RoleBinding', { roleRef }, []],
  ['of a role', 'ClusterRoleBinding', { roleRef: { kind: 'Role', name: 'r' } }, ['roleRef.kind']],
  ['of another group', 'RoleBinding', { roleRef: { ...roleRef, apiGroup: 'rbac' } }, ['roleRef.apiGroup']],
  ['of a path', 'RoleBinding', { roleRef: { ...roleRef, name: 'a/b' } }, ['roleRef.name']],
  ['for a user', 'RoleBinding', bound({ kind: 'User', name: 'A B' }), []],
  ['for a user of another group', 'RoleBinding', bound({ kind: 'User', name: 'a', apiGroup: 'b' }), ['subjects.0.apiGroup']],
  [
    'for an account',
    'RoleBinding',
    bound({ kind: 'ServiceAccount', name: 'A', apiGroup: 'b' }),
    ['subjects.0.name', 'subjects.0.apiGroup'],
  ],
  ['for no one', 'RoleBinding', bound({ kind: 'Users', name: '' }), ['subjects.0.name', 'subjects.0.kind']],
])('%s: %s', (_name, kind, rest, expected) => {
  expect(said(kind, rest)).toEqual(expected);
});
