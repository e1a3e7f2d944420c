import { Discovery } from './discovery';

const lists: Readonly<Record<string, object>> = {
  '/api': {
    items: [
      {
        metadata: {},
        versions: [
          {
            version: 'v1',
            resources: [
              { resource: 'pods', scope: 'Namespaced', responseKind: { kind: 'Pod' } },
              { resource: 'namespaces', scope: 'Cluster', responseKind: { kind: 'Namespace' } },
            ],
          },
        ],
      },
    ],
  },
  '/apis': {
    items: [
      {
        metadata: { name: 'apps' },
        versions: [{ version: 'v1', resources: [{ resource: 'deployments', scope: 'Namespaced', responseKind: { kind: 'Deployment' } }] }],
      },
    ],
  },
};

function discovery() {
  const asked: string[] = [];
  const found = new Discovery(async (path) => {
    asked.push(path);
    return { body: JSON.stringify(lists[path]) };
  });
  return { asked, found };
}

test.each([
  [{ apiVersion: 'v1', kind: 'Pod', name: 'a', namespace: 'n' }, '/api/v1/namespaces/n/pods/a'],
  [{ apiVersion: 'v1', kind: 'Pod', name: 'a' }, '/api/v1/namespaces/default/pods/a'],
  [{ apiVersion: 'v1', kind: 'Pod' }, '/api/v1/pods'],
  [{ apiVersion: 'v1', kind: 'Namespace', name: 'n', namespace: 'ignored' }, '/api/v1/namespaces/n'],
  [{ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'n' }, '/apis/apps/v1/namespaces/n/deployments'],
])('%j is at %s', async (target, path) => expect(await discovery().found.path(target)).toBe(path));

test('the server is asked once, and again for a kind that is new', async () => {
  const { asked, found } = discovery();
  await found.path({ apiVersion: 'v1', kind: 'Pod' });
  await found.path({ apiVersion: 'apps/v1', kind: 'Deployment' });
  expect(asked).toEqual(['/api', '/apis']);
  await expect(found.path({ apiVersion: 'v1', kind: 'Gone' })).rejects.toThrow('the API server serves no `Gone` of `v1`');
  expect(asked).toHaveLength(4);
});
