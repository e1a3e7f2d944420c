import type { Construct } from 'constructs';
import { ConstructError } from '../../errors';
import { count } from '../count';
import { onlyKnown } from '../only-known';
import { withinNew } from '../within';
import { EnvoyFilter, type EnvoyFilterTarget, httpSettings, targetOf } from './envoy-filter';

export interface HeaderSizeLimitProps extends EnvoyFilterTarget {
  /** All headers of a request together, in KiB, from 1 to 8192. Envoy's own limit is 60. */
  readonly maxKiB: number;
  /** Headers of a request. @default 100 */
  readonly maxCount?: number;
}

/** How many and how large headers of a request may be; more is answered 431. Source: Envoy `HttpConnectionManager`. */
export class HeaderSizeLimit extends EnvoyFilter {
  /** @param id also the name of the object. @throws ConstructError `HeaderSize`, `CountRange` */
  constructor(scope: Construct, id: string, props: HeaderSizeLimitProps) {
    const settings = withinNew(scope, id, () => render(onlyKnown('HeaderSizeLimitProps', props)));
    super(scope, id, { ...targetOf(props), patches: [httpSettings(props, settings)] });
  }
}

function render({ maxKiB, maxCount }: HeaderSizeLimitProps) {
  if (!Number.isInteger(maxKiB) || maxKiB < 1 || maxKiB > 8192) {
    throw new ConstructError('HeaderSize', `headers may have from 1 to 8192 KiB, got \`${maxKiB}\``);
  }
  const headers = maxCount === undefined ? {} : { common_http_protocol_options: { max_headers_count: count(maxCount, 'maxCount') } };
  return { max_request_headers_kb: maxKiB, ...headers };
}
