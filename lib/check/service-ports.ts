import { servicePortProtocol } from '../mesh/protocol';
import type { FieldReader } from './field-reader';

/** Does neither `appProtocol` nor the name of a Service port say a protocol that Istio knows? */
export function hasUnknownProtocol(port: FieldReader): boolean {
  const protocol = servicePortProtocol({
    port: port.at('port').number ?? 0,
    name: port.at('name').text,
    protocol: port.at('protocol').text,
    appProtocol: port.at('appProtocol').exists ? port.at('appProtocol').text : undefined,
  });
  return protocol === 'unsupported';
}
