import { kinds } from '../../../istio/kinds';
import { ofCauses } from '../../of-causes';
import { rule } from '../../rule';

export const ineffectiveSelector = rule({
  code: 'IST0166',
  name: 'ineffective-selector',
  level: 'warning',
  kinds: [kinds.AuthorizationPolicy, kinds.RequestAuthentication, kinds.Telemetry, kinds.WasmPlugin],
  check: ofCauses('selector at a Gateway'),
});
