import { Construct } from 'constructs';
import { ProxyConfig as L1ProxyConfig, type ProxyConfigSpec } from '../../../imports/networking.istio.io';
import { ConstructError } from '../../errors';
import { count } from '../count';
import { labels } from '../label';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import { within } from '../within';
import type { Selected } from './envoy-filter';

export interface ProxyConfigProps extends WithMetadata, WithSpec<ProxyConfigSpec> {
  /** Whose proxies, in the chart's namespace. @default - all of the namespace; of the whole mesh in Istio's root namespace */
  readonly of?: Selected;
  /** Worker threads of the proxy; 0 is one for each core. @default - by its CPU limit */
  readonly concurrency?: number;
  /** Environment of the proxy. @default - none */
  readonly env?: Readonly<Record<string, string>>;
  /** Which of Istio's proxy images is injected. @default - the mesh's */
  readonly image?: 'default' | 'debug' | 'distroless';
}

/** How proxies are started. It holds for pods made after it. Source: Istio `ProxyConfig`. */
export class ProxyConfig extends Construct {
  /** @param id also the name of the object. @throws ConstructError `EmptyProxyConfig`, `CountRange`, `NameForm` */
  constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, freeId(scope, id, 'ProxyConfig'));
    const { of, concurrency, env, image, metadata, spec } = onlyKnown('ProxyConfigProps', props, this);
    within(this, () => {
      if (concurrency === undefined && !env && !image && !spec) {
        throw new ConstructError('EmptyProxyConfig', 'a proxy configuration sets nothing', { fix: 'concurrency: 2' });
      }
      new L1ProxyConfig(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a proxy configuration'),
        spec: lastWord<ProxyConfigSpec>(
          {
            selector: of && { matchLabels: labels(of.labels) },
            concurrency: count(concurrency, 'concurrency'),
            environmentVariables: env && { ...env },
            image: image && { imageType: image },
          },
          spec,
        ),
      });
    });
  }
}
