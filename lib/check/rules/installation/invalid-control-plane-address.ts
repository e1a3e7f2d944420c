import { kinds } from '../../../istio/kinds';
import { rule } from '../../rule';
import { addressOf, controlPlaneWebhooks } from './shared/control-plane-webhooks';

export const invalidControlPlaneAddress = rule({
  code: 'IST0163',
  name: 'invalid-control-plane-address',
  level: 'warning',
  kinds: [kinds.ValidatingWebhookConfiguration, kinds.MutatingWebhookConfiguration],
  check: (subject) =>
    controlPlaneWebhooks(subject)
      .filter((webhook) => ['nowhere', 'not a URL'].includes(addressOf(webhook)))
      .map((webhook) =>
        webhook.at('clientConfig', 'url').finding({
          message: `the webhook \`${webhook.at('name').text}\` leads ${addressOf(webhook) === 'nowhere' ? 'nowhere' : `to \`${webhook.at('clientConfig', 'url').text}\`, which is no URL`}`,
          why: 'the API server cannot ask the control plane, so nothing is checked or injected',
          fix: 'url: https://istiod.example.com:15017/inject',
        }),
      ),
});
