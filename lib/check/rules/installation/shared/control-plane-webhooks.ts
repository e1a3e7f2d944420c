import { isAddress } from '../../../../istio/hosts';
import type { FieldReader } from '../../../../manifest/field';
import type { Subject } from '../../../subject';

/** The webhooks by which the API server asks Istio's control plane. Source: Istio `ExternalControlPlaneAnalyzer`. */
export function controlPlaneWebhooks({ object, root }: Subject): readonly FieldReader[] {
  const { kind, metadata } = object;
  const isIstios =
    kind === 'MutatingWebhookConfiguration'
      ? metadata.name.startsWith('istio-sidecar-injector')
      : metadata.name === 'istiod-default-validator' || metadata.name.startsWith('istio-validator');
  return isIstios ? root.at('webhooks').items : [];
}

/** Where a webhook's address leads. */
export type Address = 'nowhere' | 'not a URL' | 'an IP address' | 'a host' | 'a Service';

export function addressOf(webhook: FieldReader): Address {
  const url = webhook.at('clientConfig', 'url');
  if (!url.exists) return webhook.at('clientConfig', 'service').exists ? 'a Service' : 'nowhere';
  const host = hostOf(url.text);
  if (host === undefined) return 'not a URL';
  return !isAddress(host) ? 'a host' : 'an IP address';
}

/** Go's `url.Parse` takes nearly everything; control characters, a first segment with a colon and bad ports it refuses. */
function hostOf(url: string): string | undefined {
  const match = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/([^/?#]*))?/.exec(url);
  const authority = (match?.[1] ?? '').replace(/^.*@/, '');
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(authority);
  if (bracketed) return bracketed[1];
  const [host = '', port = '', ...rest] = authority.split(':');
  const colonFirst = /^[^/?#]*:/.test(url) && !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url);
  const broken = rest.length > 0 || !/^\d*$/.test(port) || colonFirst || /[\s<>"{}|\\^`]/.test(host) || /\p{Cc}/u.test(url);
  return broken ? undefined : host;
}
