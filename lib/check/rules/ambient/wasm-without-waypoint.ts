import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const wasmWithoutWaypoint = rule({
  code: 'KIA1111',
  name: 'wasm-without-waypoint',
  level: 'warning',
  kinds: [kinds.WasmPlugin],
  check: ofCauses('no waypoint'),
});
