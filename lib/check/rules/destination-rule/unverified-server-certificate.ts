import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isUnverified, unverified } from './shared/unverified-certificate';

export const unverifiedServerCertificate = rule({
  code: 'IST0128',
  name: 'unverified-server-certificate',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check({ spec }) {
    const tls = spec.at('trafficPolicy', 'tls');
    return isUnverified(tls, spec) ? [tls.at('mode').finding(unverified(spec.at('host').text, ''))] : [];
  },
});
