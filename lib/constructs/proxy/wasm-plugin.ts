import { Construct } from 'constructs';
import {
  WasmPluginSpecFailStrategy as FailStrategy,
  WasmPlugin as L1WasmPlugin,
  WasmPluginSpecMatchMode as Mode,
  WasmPluginSpecPhase as Phase,
  WasmPluginSpecVmConfigEnvValueFrom as ValueFrom,
  type WasmPluginSpec,
} from '../../../imports/extensions.istio.io';
import { ConstructError } from '../../errors';
import { labels } from '../label';
import { lastWord, type WithSpec } from '../last-word';
import { freeId, metadataOf, type WithMetadata } from '../metadata';
import { onlyKnown } from '../only-known';
import { portNumber } from '../port';
import { within } from '../within';
import type { Selected } from './envoy-filter';

export interface WasmPluginProps extends WithMetadata, WithSpec<WasmPluginSpec> {
  /** `oci://registry/image@sha256:…`, `https://…` or `file:///…` in the proxy. */
  readonly url: string;
  /** Of the module, where the URL does not pin it. @default - not checked */
  readonly sha256?: string;
  /** Whose proxies, in the chart's namespace. @default - all of the namespace; of the whole mesh in Istio's root namespace */
  readonly of?: Selected;
  /** Before which of Istio's own filters. @default - after all of them, just before the router */
  readonly before?: 'authn' | 'authz' | 'stats';
  /** Of several in one place, the highest runs first. @default 0 */
  readonly priority?: number;
  /** Handed to the plugin as JSON. @default - none */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Values, or `{ host: true }` for the proxy's own variable of that name. @default - none */
  readonly env?: Readonly<Record<string, string | { readonly host: true }>>;
  /** Requests that it sees: to the pods, from them, or both, and at which ports. @default - all */
  readonly traffic?: { readonly at?: 'inbound' | 'outbound'; readonly ports?: readonly number[] };
  /** Whether requests go on while the plugin cannot be loaded or crashes. @default false */
  readonly failOpen?: boolean;
  /** Name of a Secret of the registry, in the chart's namespace. @default - none */
  readonly imagePullSecret?: string;
}

const phases = { authn: Phase.AUTHN, authz: Phase.AUTHZ, stats: Phase.STATS } as const;

/** A WebAssembly filter in the proxies. Source: Istio `WasmPlugin`. */
export class WasmPlugin extends Construct {
  /** @param id also the name of the object. @throws ConstructError `WasmUrl`, `WasmPin`, `PortRange`, `NameForm` */
  constructor(scope: Construct, id: string, props: WasmPluginProps) {
    super(scope, freeId(scope, id, 'WasmPlugin'));
    onlyKnown('WasmPluginProps', props, this);
    const { url, sha256, of, before, priority, config, env, traffic, failOpen, imagePullSecret, metadata, spec } = props;
    within(this, () => {
      checkUrl(url, sha256);
      new L1WasmPlugin(this, 'Default', {
        metadata: metadataOf(id, metadata, 'the name of a plugin'),
        spec: lastWord<WasmPluginSpec>(
          {
            url,
            sha256,
            selector: of && { matchLabels: labels(of.labels) },
            phase: before && phases[before],
            priority,
            pluginConfig: config,
            imagePullSecret,
            failStrategy: failOpen ? FailStrategy.FAIL_UNDERSCORE_OPEN : undefined,
            vmConfig: env && { env: Object.entries(env).map(renderEnv) },
            match: traffic && [renderTraffic(traffic)],
          },
          spec,
        ),
      });
    });
  }
}

function checkUrl(url: string, sha256: string | undefined): void {
  if (!/^(oci|https?|file):\/\/\S+$/.test(url)) {
    throw new ConstructError('WasmUrl', `the URL of a plugin begins with \`oci://\`, \`https://\` or \`file://\`, got \`${url}\``, {
      fix: `oci://${url.replace(/^[a-z]+:\/\//, '')}`,
    });
  }
  const isPinned = sha256 !== undefined || url.startsWith('file://') || /@sha256:[0-9a-f]{64}$/.test(url);
  if (isPinned) return;
  throw new ConstructError('WasmPin', `nothing pins what \`${url}\` holds`, {
    why: 'it runs in the proxy, in the way of every request',
    fix: "sha256: '…', or `@sha256:…` at the end of the URL",
  });
}

function renderEnv([name, value]: [string, string | { readonly host: true }]) {
  return typeof value === 'string' ? { name, value } : { name, valueFrom: ValueFrom.HOST };
}

function renderTraffic({ at, ports }: NonNullable<WasmPluginProps['traffic']>) {
  return {
    mode: at && (at === 'inbound' ? Mode.SERVER : Mode.CLIENT),
    ports: ports?.map((number) => ({ number: portNumber(number) })),
  };
}
