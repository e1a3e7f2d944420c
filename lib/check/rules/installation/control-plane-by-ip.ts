import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { addressOf, controlPlaneWebhooks } from './shared/control-plane-webhooks';

export const controlPlaneByIp = rule({
  code: 'IST0164',
  name: 'control-plane-by-ip',
  level: 'info',
  kinds: [kinds.ValidatingWebhookConfiguration, kinds.MutatingWebhookConfiguration],
  check: (subject) =>
    controlPlaneWebhooks(subject)
      .filter((webhook) => addressOf(webhook) === 'an IP address')
      .map((webhook) => webhook.at('clientConfig', 'url'))
      .map((url) =>
        url.finding({
          message: `the control plane is addressed by IP: \`${url.text}\``,
          why: 'its certificate mostly names a host, and the address may change',
          fix: 'use a host name',
        }),
      ),
});
