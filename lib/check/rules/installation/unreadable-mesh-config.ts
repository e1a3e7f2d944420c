import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const unreadableMeshConfig = rule({
  code: 'MESH024',
  name: 'unreadable-mesh-config',
  level: 'error',
  kinds: [kinds.ConfigMap],
  check({ root, object }, { mesh }) {
    const { manifest, unreadable } = mesh.config;
    if (manifest?.object !== object || unreadable === undefined) return [];
    return [
      root.at('data', 'mesh').finding({
        message: `the mesh configuration is not YAML: ${unreadable}`,
        why: 'istiod keeps the last configuration it could read, or its defaults if there was none, so what holds is not known',
        fix: 'correct the YAML in `data.mesh`',
      }),
    ];
  },
});
