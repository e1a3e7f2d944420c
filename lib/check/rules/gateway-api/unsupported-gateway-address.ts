import { rule } from '../../rule';
import { listening, statusCheck } from './shared/status-check';

export const unsupportedGatewayAddress = rule({
  code: 'MESH208',
  name: 'unsupported-gateway-address',
  level: 'warning',
  kinds: listening,
  check: statusCheck('UnsupportedAddress', {
    why: 'istiod takes the host names as the Services that serve it and ignores the rest',
    fix: 'leave one IP address, or host names only',
  }),
});
