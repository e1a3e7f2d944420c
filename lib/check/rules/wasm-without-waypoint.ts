import { kinds } from '../kinds';
import { rule } from '../rule';
import { lacksWaypoint } from '../waypoints';

export const wasmWithoutWaypoint = rule({
  code: 'KIA1111',
  name: 'wasm-without-waypoint',
  level: 'warning',
  kinds: [kinds.WasmPlugin],
  check({ namespace, nameField }, { mesh }) {
    if (!lacksWaypoint(mesh, namespace)) return [];
    return [
      nameField.finding({
        what: `no waypoint is in front of the ambient pods of \`${namespace}\`, so this WasmPlugin does nothing there`,
        why: 'nothing in front of the pods runs a plugin',
        fix: 'label the namespace or a Service `istio.io/use-waypoint`',
      }),
    ];
  },
});
