import { rule } from '../../rule';
import { listening, statusCheck } from './shared/status-check';

export const unsupportedListenerProtocol = rule({
  code: 'MESH207',
  name: 'unsupported-listener-protocol',
  level: 'error',
  kinds: listening,
  check: statusCheck('UnsupportedProtocol', {
    why: 'the listener is not opened',
    fix: 'use HTTP, HTTPS, TLS or TCP at a gateway, HBONE at a waypoint',
  }),
});
