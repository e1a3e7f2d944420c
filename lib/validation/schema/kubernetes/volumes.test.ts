import { saidOfContainer, saidOfPod } from './said.test.helper';

const items = [{ key: 'a', path: 'b' }];
const fieldRef = { fieldPath: 'metadata.labels' };
const projected = (...sources: object[]) => ({ projected: { sources } });

test.each<[string, object, string[]]>([
  ['none, which is an emptyDir', {}, []],
  ['a ConfigMap', { configMap: { name: 'c', items, defaultMode: 0o777 } }, []],
  ['no name', { configMap: {} }, ['configMap.name']],
  ['no Secret', { secret: { defaultMode: 0o1000 } }, ['secret.secretName', 'secret.defaultMode']],
  [
    'files',
    { secret: { secretName: 's', items: [{ key: '', path: '/a', mode: -1 }] } },
    ['key', 'path', 'mode'].map((field) => `secret.items.0.${field}`),
  ],
  ['a file above', { secret: { secretName: 's', items: [{ key: 'a', path: 'a/../b' }] } }, ['secret.items.0.path']],
  ['a kept name', { secret: { secretName: 's', items: [{ key: 'a', path: '..data' }] } }, ['secret.items.0.path']],
  ['less than nothing', { emptyDir: { sizeLimit: '-1Mi' } }, ['emptyDir.sizeLimit']],
  ['no claim', { persistentVolumeClaim: { claimName: '' } }, ['persistentVolumeClaim.claimName']],
  ['a path of the node', { hostPath: { path: '/a/../b', type: 'Folder' } }, ['hostPath.path', 'hostPath.type']],
  ['a share', { nfs: { server: '', path: 'a' } }, ['nfs.server', 'nfs.path']],
  ['a driver', { csi: { driver: 'a_b', nodePublishSecretRef: {} } }, ['csi.driver', 'csi.nodePublishSecretRef.name']],
  ['no claim of its own', { ephemeral: {} }, ['ephemeral.volumeClaimTemplate']],
  [
    'a claim of its own',
    { ephemeral: { volumeClaimTemplate: { spec: {} } } },
    ['spec.accessModes', 'spec.resources.requests.storage'].map((field) => `ephemeral.volumeClaimTemplate.${field}`),
  ],
  ['facts', { downwardAPI: { items: [{ path: 'a', fieldRef }] } }, []],
  ['no facts', { downwardAPI: { items: [{ path: 'a' }] } }, ['downwardAPI.items.0']],
  [
    'a limit of no container',
    { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { resource: 'limits.cpu' } }] } },
    ['downwardAPI.items.0.resourceFieldRef.containerName'],
  ],
  ['sources', projected({ secret: { name: 's', items } }, { serviceAccountToken: { path: 't' } }), []],
  ['two sources in one', projected({ secret: { name: 's' }, configMap: { name: 'c' } }), ['projected.sources.0']],
  [
    'a file twice',
    projected({ secret: { name: 's', items } }, { configMap: { name: 'c', items } }),
    ['projected.sources.1.configMap.items.0.path'],
  ],
  [
    'a token',
    projected({ serviceAccountToken: { path: '', expirationSeconds: 60 } }),
    ['path', 'expirationSeconds'].map((field) => `projected.sources.0.serviceAccountToken.${field}`),
  ],
])('volume: %s', (_name, volume, expected) => {
  expect(saidOfPod({ volumes: [{ name: 'v', ...volume }] })).toEqual(expected.map((path) => `volumes.0.${path}`));
});

const mount = { name: 'v', mountPath: '/a' };
const mounted = (more: object) => ({ volumeMounts: [{ ...mount, ...more }] });

test.each<[string, object, string[]]>([
  ['a part', mounted({ subPath: 'a/b' }), []],
  ['a part above', mounted({ subPath: '../b' }), ['volumeMounts.0.subPath']],
  ['two parts', mounted({ subPath: 'a', subPathExpr: '/b' }), ['volumeMounts.0.subPathExpr', 'volumeMounts.0.subPathExpr']],
  ['into the node', mounted({ mountPropagation: 'Bidirectional' }), ['volumeMounts.0.mountPropagation']],
  ['into the node with privileges', { ...mounted({ mountPropagation: 'Bidirectional' }), securityContext: { privileged: true } }, []],
  ['for reading', mounted({ readOnly: true, recursiveReadOnly: 'Enabled' }), []],
  [
    'for writing',
    mounted({ recursiveReadOnly: 'Enabled', mountPropagation: 'HostToContainer' }),
    ['volumeMounts.0.recursiveReadOnly', 'volumeMounts.0.recursiveReadOnly'],
  ],
  ['a device', { volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] }, []],
  ['a device of no claim', { volumeDevices: [{ name: 'v', devicePath: '' }] }, ['volumeDevices.0.name', 'volumeDevices.0.devicePath']],
  ['no device', { volumeDevices: [{ name: 'x', devicePath: '/a/../b' }] }, ['volumeDevices.0.name', 'volumeDevices.0.devicePath']],
  [
    'a device twice',
    {
      volumeDevices: [
        { name: 'claim', devicePath: '/a' },
        { name: 'claim', devicePath: '/b' },
      ],
    },
    ['volumeDevices.1'],
  ],
  [
    'a device that is mounted',
    { ...mounted({ name: 'claim' }), volumeDevices: [{ name: 'claim', devicePath: '/b' }] },
    ['volumeDevices.0'],
  ],
])('mount: %s', (_name, container, expected) => {
  const volumes = [
    { name: 'v', emptyDir: {} },
    { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
  ];
  expect(saidOfContainer(container, { volumes })).toEqual(expected);
});
