import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';

export const wasmWithoutWaypoint = rule({
  code: 'KIA1111',
  name: 'wasm-without-waypoint',
  level: 'warning',
  kinds: [kinds.WasmPlugin],
  check({ namespace, nameField }, { mesh }) {
    if (!mesh.waypoints.isMissing(namespace)) return [];
    return [
      nameField.finding({
        message: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this WasmPlugin does nothing there`,
        why: 'nothing in front of the pods runs a plugin',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
