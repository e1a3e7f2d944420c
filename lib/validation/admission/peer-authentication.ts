import type { PeerAuthentication } from '../../../imports/protobuf/security';
import type { Field } from '../violation';
import { checkPort } from './ports';
import { checkSelector } from './selectors';

/** What istiod's webhook asks of a PeerAuthentication. Source: `ValidatePeerAuthentication` of `pkg/config/validation`. */
export function checkPeerAuthentication({ selector, portLevelMtls }: PeerAuthentication, at: Field): void {
  const ports = Object.keys(portLevelMtls ?? {});
  const place = at.at('portLevelMtls');
  if (Object.keys(selector?.matchLabels ?? {}).length === 0 && ports.length > 0) {
    place.error('`portLevelMtls` needs a `selector` with labels', { why: 'a policy of a namespace or of the mesh knows no ports' });
  }
  if (portLevelMtls !== undefined && ports.length === 0) place.error('`portLevelMtls` is empty', { fix: 'leave it out' });
  for (const port of ports) checkPort(Number(port), place.at(port));
  checkSelector(selector, at.at('selector'));
}
