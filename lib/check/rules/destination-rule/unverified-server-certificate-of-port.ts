import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { isUnverified, unverified } from './shared/unverified-certificate';

export const unverifiedServerCertificateOfPort = rule({
  code: 'IST0129',
  name: 'unverified-server-certificate-of-port',
  level: 'warning',
  kinds: [kinds.DestinationRule],
  check: ({ spec }) =>
    spec
      .at('trafficPolicy', 'portLevelSettings')
      .items.map((settings) => ({ settings, tls: settings.at('tls') }))
      .filter(({ tls }) => isUnverified(tls, spec))
      .map(({ settings, tls }) =>
        tls.at('mode').finding(unverified(spec.at('host').text, ` on port ${settings.at('port', 'number').number ?? ''}`)),
      ),
});
